using System.Runtime.CompilerServices;

namespace Cake.Aimee.Tests.Docs;

/// <summary>A page of the documentation.</summary>
internal static class Guide
{
    /// <summary>Where a page is.</summary>
    /// <param name="name">Its name in <c>docs/</c>.</param>
    /// <param name="here">This file: the compiler knows.</param>
    public static string PathOf(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs", name));
}
