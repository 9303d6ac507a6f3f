using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>The files that rules name in <c>files/</c>.</summary>
internal static class PackageInputs
{
    /// <summary>The directory of a package's inputs.</summary>
    public const string DirectoryName = "files";

    /// <summary>Reports an input that is not there.</summary>
    public static void CheckPresence(Package package, PackageInput input, DiagnosticBag diagnostics)
    {
        var directory = Path.Combine(package.Directory, DirectoryName);
        if (Path.Exists(Path.Combine(directory, input.FileName)))
        {
            return;
        }

        var present = Directory.Exists(directory) ? Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)) : [];
        diagnostics.Error(
            DiagnosticCodes.MissingInput,
            input.Location,
            $"The file '{DirectoryName}/{input.FileName}' is not there.",
            Nearest.Suggestion(input.FileName, present));
    }
}
