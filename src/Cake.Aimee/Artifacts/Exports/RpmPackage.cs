using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Exports;

/// <summary>A package for RPM.</summary>
internal static class RpmPackage
{
    /// <summary>Directories that belong to the system: a package that owned them would be at odds with all others.</summary>
    private static readonly FrozenSet<string> Shared = FrozenSet.ToFrozenSet(
    [
        "bin", "boot", "dev", "etc", "home", "lib", "lib64", "mnt", "opt", "proc", "root", "run", "sbin", "srv", "sys", "tmp",
        "usr", "usr/bin", "usr/include", "usr/lib", "usr/lib64", "usr/lib/pkgconfig", "usr/lib64/pkgconfig", "usr/libexec",
        "usr/local", "usr/sbin", "usr/share", "usr/share/doc", "usr/share/info", "usr/share/licenses", "usr/share/locale",
        "usr/share/man", "usr/share/pkgconfig", "usr/src", "var", "var/cache", "var/db", "var/lib", "var/log", "var/spool", "var/tmp",
    ]);

    private static readonly ImmutableArray<string> Macros =
    [
        // What rpmbuild does on its own to what is packed, and what would differ from machine to machine.
        "__os_install_post %{nil}",
        "__spec_install_pre %{nil}",
        "__check_files %{nil}",
        "__brp_mangle_shebangs %{nil}",
        "debug_package %{nil}",
        "_build_id_links none",
        "_enable_debug_packages 0",
        "_buildhost localhost",
        "use_source_date_epoch_as_buildtime 1",
        "clamp_mtime_to_source_date_epoch 1",
        "source_date_epoch_from_changelog 0",
        "_binary_payload w6.xzdio",
    ];

    /// <summary>The program that makes it.</summary>
    public static SystemProgram Program { get; } = new("rpmbuild", "rpm", "makes RPM packages");

    /// <summary>Makes it.</summary>
    /// <returns>The package's path below the work directory.</returns>
    public static async Task<string> BuildAsync(
        ExportRequest request, ExportFiles files, string work, IProcessRunner runner, CancellationToken cancellationToken)
    {
        if (request.License.Length == 0)
        {
            throw new AimeeException($"{request.Name}: an RPM package needs a licence: give the package's rules one ('license:').");
        }

        var name = ExportNames.Rpm(request.Name);
        var (version, release) = (ExportNames.RpmVersion(request.Version), ExportNames.RpmVersion(request.Release));
        var file = $"{name}-{version}-{release}.{request.Target.RpmArchitecture}.rpm";
        var spec = Path.Combine(work, "package.spec");
        await File.WriteAllBytesAsync(spec, [.. Encoding.UTF8.GetBytes(Head(request, name, version, release)), .. FileList(files)], cancellationToken).ConfigureAwait(false);

        string[] places = [$"_topdir {work}/rpmbuild", $"_rpmdir {work}", $"_rpmfilename {file}", $"_dbpath {work}/database", $"_tmppath {work}"];
        var definitions = places.Concat(Macros).SelectMany(macro => (string[])["--define", macro]);
        var build = new ProcessRequest(
            "rpmbuild", ["-bb", "--quiet", "--noclean", "--nodeps", $"--target={request.Target.RpmArchitecture}-linux", $"--buildroot={files.Root}", .. definitions, spec])
        {
            Environment = ExportEnvironment.At(request.Epoch),
            WorkingDirectory = work,
        };
        await runner.RunCheckedAsync(build, cancellationToken).ConfigureAwait(false);
        return Path.Combine(work, file);
    }

    private static string Head(ExportRequest request, string name, string version, string release)
    {
        var text = new StringBuilder();
        var lines = request.Description.Trim().ReplaceLineEndings("\n").Split('\n');
        text.Append($"Name: {name}\nVersion: {version}\nRelease: {release}\nSummary: {Plain(lines[0])}\nLicense: {Plain(request.License)}\n");
        text.Append($"Packager: {Plain(request.Maintainer)}\nAutoReqProv: no\n");
        if (request.Homepage.Length > 0)
        {
            text.Append($"URL: {Plain(request.Homepage)}\n");
        }

        foreach (var dependency in request.Run)
        {
            text.Append($"Requires: {ExportNames.Rpm(dependency)}\n");
        }

        text.Append("\n%description\n").AppendJoin('\n', lines.Select(Plain)).Append("\n\n%files\n%defattr(-,root,root,-)\n");
        return text.ToString();
    }

    private static byte[] FileList(ExportFiles files)
    {
        var configuration = files.Configuration.ToHashSet(StringComparer.Ordinal);
        var list = new List<byte>();
        foreach (var entry in files.Entries)
        {
            var path = entry.ToString();
            if (entry.Type == TarEntryType.Directory && IsShared(path))
            {
                continue;
            }

            list.AddRange(entry.Type == TarEntryType.Directory ? "%dir "u8 : configuration.Contains("/" + path) ? "%config(noreplace) "u8 : ""u8);
            list.AddRange(Pattern(entry.Path));
            list.Add((byte)'\n');
        }

        return [.. list];
    }

    /// <summary>Directories of manuals and translations are everybody's too.</summary>
    private static bool IsShared(string path) =>
        Shared.Contains(path)
        || path.StartsWith("usr/share/man/", StringComparison.Ordinal)
        || path.StartsWith("usr/share/locale/", StringComparison.Ordinal);

    /// <summary>
    /// A path as a file list takes it. Versions of rpm differ in how they read quotes and escapes, but not in the question
    /// mark, which stands for any one character: what else it finds is in the list anyway.
    /// </summary>
    private static IEnumerable<byte> Pattern(byte[] path) =>
        path.Select(value => value <= ' ' || "%*?[]{}()\\\"'~#!,;|<>$`"u8.Contains(value) ? (byte)'?' : value).Prepend((byte)'/');

    // A percent sign is a macro's beginning, also in a description.
    private static string Plain(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("%", "%%", StringComparison.Ordinal);
}
