using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Exports;

/// <summary>
/// Makes packages for other package managers, by their own programs. What only builders need is left out, and so is
/// the list of files in <c>var/db/binpkgs</c>; files below <c>etc</c> count as configuration that users change. Capabilities
/// of files are not taken over: neither program keeps them.
/// </summary>
public static class PackageExport
{
    /// <summary>Makes a package. It appears whole or not at all; one of the same name is replaced.</summary>
    /// <param name="format">Which kind.</param>
    /// <param name="request">What is exported.</param>
    /// <param name="directory">Where the package is to stand, named as its package manager wants it.</param>
    /// <param name="runner">Runs <c>dpkg-deb</c> or <c>rpmbuild</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The package's path.</returns>
    /// <exception cref="AimeeException">Something is missing (the program, a licence, a name for the architecture), nothing is left to export, or the program refuses.</exception>
    public static async Task<string> WriteAsync(
        ExportFormat format, ExportRequest request, string directory, IProcessRunner runner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(runner);
        var program = format == ExportFormat.Deb ? DebianPackage.Program : RpmPackage.Program;
        if (Programs.Find(program.Name) is null)
        {
            throw new AimeeException(
                $"{request.Name}: the export needs the program {program.Name}, which is not on the PATH: install the package {program.Package} (apt-get install {program.Package}).");
        }

        var work = Path.GetFullPath(request.WorkDirectory);
        try
        {
            DirectoryRemoval.Remove(work);
            var files = await ExportFiles.StageAsync(request, Path.Combine(work, "root"), runner, cancellationToken).ConfigureAwait(false);
            var made = format == ExportFormat.Deb
                ? await DebianPackage.BuildAsync(request, files, work, runner, cancellationToken).ConfigureAwait(false)
                : await RpmPackage.BuildAsync(request, files, work, runner, cancellationToken).ConfigureAwait(false);
            return Publish(made, directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"{request.Name}: can not be exported: {exception.Message}", exception);
        }
        finally
        {
            DirectoryRemoval.Remove(work);
        }
    }

    private static string Publish(string made, string directory)
    {
        var target = Path.Combine(Path.GetFullPath(directory), Path.GetFileName(made));
        using var pending = new PendingPath(target);
        File.Copy(made, pending.TemporaryPath);
        using (var file = File.OpenHandle(pending.TemporaryPath, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(file);
        }

        pending.Commit();
        return target;
    }
}
