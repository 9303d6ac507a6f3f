using System.Globalization;
using System.Xml.Linq;
using Cake.Common.IO;
using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Test;
using Cake.Core;
using Cake.Core.IO;

namespace Cake.Aimee.Build;

/// <summary>Runs the tests and tells in the end how many there were, and why some were skipped.</summary>
internal static class TestRun
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    internal static void Of(BuildContext context, string filter)
    {
        var results = context.MakeAbsolute(context.Directory("tmp/test-results"));
        context.CleanDirectory(results);
        CakeException? failure = null;
        try
        {
            context.DotNetTest(BuildContext.Solution, new DotNetTestSettings
            {
                Configuration = BuildContext.BuildConfiguration,
                NoLogo = true,
                Filter = filter,
                ResultsDirectory = results,
                Loggers = ["trx"],

                // One after another: their engines and compilers use both cores by themselves.
                ArgumentCustomization = arguments => arguments.Append("-maxcpucount:1"),
            });
        }
        catch (CakeException exception)
        {
            failure = exception;
        }

        Summarize(context, results);
        if (failure is not null)
        {
            throw new CakeException("Tests failed: their names and messages stand above.", failure);
        }
    }

    private static void Summarize(BuildContext context, DirectoryPath results)
    {
        var outcomes = context.GetFiles($"{results}/*.trx")
            .SelectMany(file => XDocument.Load(file.FullPath).Descendants(Trx + "UnitTestResult"))
            .Select(result => (
                Name: (string?)result.Attribute("testName"),
                Outcome: (string?)result.Attribute("outcome"),
                Reason: (string?)result.Descendants(Trx + "StdOut").FirstOrDefault()
                    ?? (string?)result.Descendants(Trx + "Message").FirstOrDefault()))
            .ToList();
        foreach (var skipped in outcomes.Where(test => test.Outcome == "NotExecuted"))
        {
            Console.WriteLine($"skipped: {skipped.Name}: {skipped.Reason?.Trim().Split('\n')[0]}");
        }

        // Plain, whatever the verbosity: programs read this line.
        Console.WriteLine($"{Count("Passed")} passed, {Count("Failed")} failed, {Count("NotExecuted")} skipped");

        string Count(string outcome) =>
            outcomes.Count(test => test.Outcome == outcome).ToString(CultureInfo.InvariantCulture);
    }
}
