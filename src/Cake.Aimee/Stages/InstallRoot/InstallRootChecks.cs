using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>Checks what a package has installed, before it is packed. Changes nothing.</summary>
public static class InstallRootChecks
{
    private const int MostPerCheck = 100;

    /// <summary>Checks an install root.</summary>
    /// <param name="input">What is checked.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// All that is wrong, by check and file. Of what a waiver allows nothing is said; a waiver that allows nothing is
    /// a warning.
    /// </returns>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(InstallRootInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var entries = Directory.Exists(input.Directory) ? InstalledEntry.ReadAll(Path.TrimEndingDirectorySeparator(input.Directory)) : [];
        var (contents, unreadable) = await ReadAsync(input, entries, cancellationToken).ConfigureAwait(false);
        ImmutableArray<InstallFault> faults =
        [
            .. PlaceChecks.Hierarchy(entries),
            .. PlaceChecks.Rights(entries),
            .. PlaceChecks.Libtool(entries),
            .. new LinkChecks(input, entries).Find(),
            .. contents.Where(content => content.Machine is not null)
                .Select(content => new InstallFault(InstallRootCheck.WrongMachine, content.Entry.Path, content.Machine!)),
            .. contents.SelectMany(content => content.Paths.Select(path => HeldPath(input, content, path))),
            .. Libraries(input, entries, contents),
            .. entries.TrueForAll(entry => entry.IsDirectory) ? [new InstallFault(InstallRootCheck.Empty, "", "Nothing is installed")] : ImmutableArray<InstallFault>.Empty,
        ];
        return [.. InstallRootCheck.All.SelectMany(check => Report(input, check, faults)), .. unreadable.OrderBy(fault => fault.Message, StringComparer.Ordinal)];
    }

    private static async Task<(List<FileContent> Contents, ConcurrentBag<Diagnostic> Unreadable)> ReadAsync(
        InstallRootInput input, List<InstalledEntry> entries, CancellationToken cancellationToken)
    {
        var paths = new PathSearch([.. input.BuildPaths, .. input.Sysroots]);
        var (contents, unreadable) = (new ConcurrentBag<FileContent>(), new ConcurrentBag<Diagnostic>());
        await Parallel.ForEachAsync(
            entries.Where(entry => entry is { IsDirectory: false, IsLink: false }),
            cancellationToken,
            (entry, _) =>
            {
                try
                {
                    if (FileContent.Read(entry, paths, input.Target) is { } content)
                    {
                        contents.Add(content);
                    }
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    unreadable.Add(new(
                        DiagnosticCodes.InstalledFileUnreadable.Id, Severity.Warning, $"{entry.Path} could not be looked at: {exception.Message.TrimEnd('.')}.", input.Location));
                }

                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        return ([.. contents.OrderBy(content => content.Entry.Path, StringComparer.Ordinal)], unreadable);
    }

    private static IEnumerable<InstallFault> Libraries(InstallRootInput input, List<InstalledEntry> entries, List<FileContent> contents)
    {
        var own = SharedLibraries.NamesOf(entries, contents.Select(content => (content.Entry, content.Dynamic)));
        return contents
            .Where(content => content.Dynamic is not null)
            .SelectMany(content => content.Dynamic!.Needed
                .Where(name => !own.Contains(name) && !input.Provided.Contains(name))
                .Select(name => input.OtherLibraries.TryGetValue(name, out var package)
                    ? new InstallFault(InstallRootCheck.MissingLibrary, content.Entry.Path, $"needs {name}, which {package} has, and that is no run dependency")
                        { Severity = Severity.Error }
                    : input.IsProvidedComplete
                        ? new InstallFault(InstallRootCheck.MissingLibrary, content.Entry.Path, $"needs {name}, which neither the package nor a run dependency has")
                        : null)
                .OfType<InstallFault>());
    }

    /// <summary>In a program the sysroot may stand for debuggers alone; in a text it leads somewhere.</summary>
    private static InstallFault HeldPath(InstallRootInput input, FileContent content, string path)
    {
        var isSysroot = input.Sysroots.Any(sysroot => sysroot.TrimEnd('/') == path);
        var fault = new InstallFault(isSysroot ? InstallRootCheck.SysrootPath : InstallRootCheck.BuildPath, content.Entry.Path, $"holds the path {path}");
        return content.IsCompiled ? fault with { Severity = Severity.Warning } : fault;
    }

    private static IEnumerable<Diagnostic> Report(InstallRootInput input, InstallRootCheck check, ImmutableArray<InstallFault> faults)
    {
        var found = faults.Where(fault => fault.Check == check).ToList();
        if (input.Waivers.ContainsKey(check.Name))
        {
            return found.Count > 0 ? [] :
            [
                new(
                    DiagnosticCodes.UnneededWaiver.Id, Severity.Warning, $"The check '{check.Name}' is waived, and finds nothing.", input.Location,
                    "Take the waiver out, so that it does not hide what comes later."),
            ];
        }

        var told = found.Take(MostPerCheck).Select(fault => new Diagnostic(
            check.Code.Id, input.IsStrict ? fault.Severity : Severity.Warning, $"{fault.Path} {fault.Message}.".TrimStart(), input.Location, $"{check.Advice} (Waive it: {check.Name}.)"));
        return found.Count <= MostPerCheck ? told : told.Append(new(
            check.Code.Id, Severity.Note, $"The same of {found.Count - MostPerCheck} more files.", input.Location));
    }
}
