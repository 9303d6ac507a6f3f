using System.Runtime.CompilerServices;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Tree;

/// <summary>Broken inputs, each a directory, with the diagnostics that it must give beside it.</summary>
internal static class Corpus
{
    public static IEnumerable<string> Cases(string corpus) =>
        Directory.EnumerateDirectories(Top(corpus, "")).Select(path => Path.GetFileName(path)).Order();

    public static string Top(string corpus, string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "corpus", corpus, name);

    public static void Check(string corpus, string name, IEnumerable<Diagnostic> diagnostics) => Verified.Matches(
        string.Concat(diagnostics.Select(diagnostic => diagnostic + "\n")), $"corpus/{corpus}/{name}/diagnostics");
}
