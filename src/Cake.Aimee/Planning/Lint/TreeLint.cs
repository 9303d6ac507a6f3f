using System.Collections.Frozen;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning.Queries;
using Cake.Aimee.Processes;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Planning.Lint;

/// <summary>Finds what is doubtful in a tree that can be built, and what would stop a build later.</summary>
/// <param name="processes">Runs the shell that checks stage bodies.</param>
public sealed class TreeLint(IProcessRunner processes)
{
    // Hosts that answer https for what they offer by http.
    private static readonly FrozenSet<string> SecureHosts = new[]
    {
        "zlib.net", "ftp.gnu.org", "ftpmirror.gnu.org", "www.kernel.org", "cdn.kernel.org", "mirrors.kernel.org", "github.com", "gitlab.com",
        "codeberg.org", "sourceforge.net", "downloads.sourceforge.net", "busybox.net", "musl.libc.org", "www.openssl.org", "curl.se",
        "download.savannah.gnu.org",
        "distfiles.gentoo.org", "archive.mozilla.org", "www.python.org", "launchpad.net", "gcc.gnu.org", "sourceware.org", "www.sqlite.org",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="packages">The packages to check: all of the tree, or some.</param>
    /// <param name="diagnostics">Gets what is found; a tree that fails lint has errors in it.</param>
    /// <param name="cancellationToken">Ends the checking.</param>
    public async Task CheckAsync(
        BuildTree tree, IReadOnlyCollection<Package> packages, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(packages);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var queries = new DependencyQueries(tree);
        foreach (var package in packages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CheckSources(package, diagnostics);
            CheckLicense(package, diagnostics);
            CheckInputs(package, diagnostics);
            CheckReachability(package, queries, diagnostics);
            CheckTabs(package, diagnostics);
        }

        await ShellSyntax.CheckAsync(packages, processes, diagnostics, cancellationToken).ConfigureAwait(false);
    }

    private static void CheckSources(Package package, DiagnosticBag diagnostics)
    {
        foreach (var source in package.Sources)
        {
            if (!source.IsPinned && !source.Uri.StartsWith("file:", StringComparison.Ordinal))
            {
                var severity = package.Format == RulesFormat.Yaml ? Severity.Error : Severity.Warning;
                diagnostics.Add(new Diagnostic(
                    DiagnosticCodes.NoChecksum.Id,
                    severity,
                    $"The source '{source.Uri}' has no checksum and no commit, so nobody can tell whether it is the right one.",
                    source.Location,
                    $"Fill it in: dotnet cake --target=Checksums --package={package.Id}"));
            }

            if (source.Uri.StartsWith("http://", StringComparison.Ordinal)
                && Uri.TryCreate(source.Uri, UriKind.Absolute, out var uri) && SecureHosts.Contains(uri.Host))
            {
                diagnostics.Warning(
                    DiagnosticCodes.InsecureUri,
                    source.Location,
                    $"'{source.Uri}' is fetched without encryption, and {uri.Host} offers https.",
                    $"Write 'https{source.Uri["http".Length..]}'.");
            }
        }
    }

    private static void CheckLicense(Package package, DiagnosticBag diagnostics)
    {
        if (package.License is null)
        {
            diagnostics.Warning(
                DiagnosticCodes.NoLicense, package.Location, $"'{package.Id}' has no licence.", "Add 'license:' with an SPDX expression.");
        }
        else if (package.Format == RulesFormat.Yaml && SpdxExpression.Check(package.License) is ({ } fault, var suggestion))
        {
            diagnostics.Warning(
                DiagnosticCodes.LicenseExpression, package.Location, $"The licence '{package.License}' is no SPDX expression: {fault}.", suggestion);
        }
    }

    private static void CheckInputs(Package package, DiagnosticBag diagnostics)
    {
        var directory = Path.Combine(package.Directory, PackageInputs.DirectoryName);
        if (!Directory.Exists(directory) || package.Format == RulesFormat.Shell)
        {
            // Shell rules use whatever they like of $F.
            return;
        }

        var used = package.Patches.Concat(package.Files).Select(input => input.FileName.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
        {
            if (name[0] != '.' && !used.Contains(name))
            {
                diagnostics.Warning(
                    DiagnosticCodes.UnusedInput,
                    package.Location,
                    $"'files/{name}' is not used.",
                    name.EndsWith(".patch", StringComparison.Ordinal) ? "Name it in 'patches:', or remove it." : "Name it in 'files:', or remove it.");
            }
        }
    }

    /// <summary>In a tree where some packages need others, one that needs nothing and that nothing needs is forgotten.</summary>
    private static void CheckReachability(Package package, DependencyQueries queries, DiagnosticBag diagnostics)
    {
        var depends = package.Depends;
        var isAlone = depends.Build.IsEmpty && depends.Run.IsEmpty && depends.Host.IsEmpty
            && queries.NeededBy(package.Id).IsEmpty
            && package.Splits.Keys.All(split => queries.NeededBy($"{package.Id}-{split}").IsEmpty);
        if (isAlone)
        {
            diagnostics.Warning(
                DiagnosticCodes.Unreachable, package.Location, $"'{package.Id}' needs no package, and none needs it.");
        }
    }

    private static void CheckTabs(Package package, DiagnosticBag diagnostics)
    {
        if (package.Format == RulesFormat.Shell)
        {
            return;
        }

        var file = package.Location.File;
        var line = 0;
        foreach (var content in (TextFile.Read(Path.Combine(package.Directory, "Buildrules"), file, diagnostics) ?? "").AsSpan().EnumerateLines())
        {
            line++;
            if (content.Length - content.TrimStart().Length is > 0 and var indentation && content[..indentation].IndexOf('\t') is >= 0 and var tab)
            {
                diagnostics.Warning(
                    DiagnosticCodes.TabInYaml,
                    new SourceLocation(file, line, tab + 1),
                    "The line is indented with a tab: it is text here, and would be a fault elsewhere in the file.",
                    "Use spaces where no tab is meant.");
                return;
            }
        }
    }
}
