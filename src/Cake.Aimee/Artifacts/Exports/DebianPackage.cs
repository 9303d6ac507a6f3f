using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Exports;

/// <summary>A package for Debian and its kin.</summary>
internal static class DebianPackage
{
    private const int Kilobyte = 1024;
    private const UnixFileMode ControlMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The program that makes it.</summary>
    public static SystemProgram Program { get; } = new("dpkg-deb", "dpkg", "makes Debian packages");

    /// <summary>Makes it.</summary>
    /// <returns>The package's path below the work directory.</returns>
    public static async Task<string> BuildAsync(
        ExportRequest request, ExportFiles files, string work, IProcessRunner runner, CancellationToken cancellationToken)
    {
        var architecture = request.Target.DebianArchitecture
            ?? throw new AimeeException($"{request.Name}: Debian has no name for {request.Target}: no Debian package can be made for it.");
        if (files.Entries.Any(entry => entry.ToString() == "DEBIAN"))
        {
            throw new AimeeException($"{request.Name}: the directory /DEBIAN can not be exported: dpkg-deb takes it for its own.");
        }

        var name = ExportNames.Debian(request.Name);
        var version = ExportNames.DebianVersion(request.Version, request.Release);
        var control = Directory.CreateDirectory(Path.Combine(files.Root, "DEBIAN"), ControlMode).FullName;
        File.SetUnixFileMode(control, ControlMode);
        await WriteAsync(control, "control", Control(request, files, name, version, architecture), cancellationToken).ConfigureAwait(false);
        var configuration = string.Concat(files.Configuration.Select(path => path + "\n"));
        if (configuration.Length > 0)
        {
            await WriteAsync(control, "conffiles", configuration, cancellationToken).ConfigureAwait(false);
        }

        var package = Path.Combine(work, $"{name}_{version}_{architecture}.deb");
        var build = ProcessRequest.Of("dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", files.Root, package) with
        {
            Environment = ExportEnvironment.At(request.Epoch),
        };
        await runner.RunCheckedAsync(build, cancellationToken).ConfigureAwait(false);
        return package;
    }

    private static string Control(ExportRequest request, ExportFiles files, string name, string version, string architecture)
    {
        var text = new StringBuilder();
        text.Append($"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\nMaintainer: {OneLine(request.Maintainer)}\n");
        text.Append($"Installed-Size: {files.Entries.Where(entry => entry.Type == TarEntryType.File).Sum(entry => Kilobytes(entry.Status.Size))}\n");
        if (request.Run.Length > 0)
        {
            text.Append($"Depends: {string.Join(", ", request.Run.Select(ExportNames.Debian))}\n");
        }

        text.Append("Section: misc\nPriority: optional\n");
        if (request.Homepage.Length > 0)
        {
            text.Append($"Homepage: {OneLine(request.Homepage)}\n");
        }

        var lines = request.Description.Trim().ReplaceLineEndings("\n").Split('\n');
        text.Append($"Description: {lines[0].Trim()}\n");
        foreach (var line in lines.Skip(1))
        {
            text.Append(line.Trim().Length == 0 ? " .\n" : $" {line.TrimEnd()}\n");
        }

        return text.ToString();
    }

    private static long Kilobytes(long size) => (size + Kilobyte - 1) / Kilobyte;

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Task WriteAsync(string directory, string name, string text, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(Path.Combine(directory, name), text, cancellationToken);
}
