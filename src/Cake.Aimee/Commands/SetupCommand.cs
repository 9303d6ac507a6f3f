using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Commands;

/// <summary>Installs the programs that are missing, after saying so.</summary>
/// <param name="processes">Runs apt-get.</param>
/// <param name="output">Where the user reads.</param>
public sealed class SetupCommand(IProcessRunner processes, TextWriter output)
{
    /// <summary>Sees to it that programs are there.</summary>
    /// <param name="programs">The programs.</param>
    /// <param name="noSetup">Whether nothing may be installed: a missing program is an error then.</param>
    /// <param name="cancellationToken">Ends apt-get.</param>
    /// <exception cref="AimeeException">Programs are missing and may not, or can not, be installed.</exception>
    public async Task RunAsync(ImmutableArray<SystemProgram> programs, bool noSetup, CancellationToken cancellationToken)
    {
        var missing = Missing(programs, withOptional: !noSetup);
        if (missing.IsEmpty)
        {
            return;
        }

        ImmutableArray<string> packages = [.. missing.Select(program => program.Package).Distinct().Order(StringComparer.Ordinal)];
        var install = $"apt-get install --no-install-recommends {string.Join(' ', packages)}";
        if (noSetup)
        {
            throw new AimeeException(
                $"{Names(missing)}, and with --no-setup nothing is installed. As root, run: {install}");
        }

        if (Programs.Find("apt-get") is null)
        {
            throw new AimeeException(
                $"{Names(missing)}, and only apt-get is known here to install programs. Install them with this system's "
                + $"own tool (Debian's packages are called: {string.Join(' ', packages)}).");
        }

        await output.WriteLineAsync($"{Names(missing)}. Installing: {install}").ConfigureAwait(false);
        await AptAsync(install, ["update"], cancellationToken).ConfigureAwait(false);
        await AptAsync(install, ["install", "--yes", "--no-install-recommends", .. packages], cancellationToken).ConfigureAwait(false);

        if (Missing(programs, withOptional: false) is { IsEmpty: false } still)
        {
            throw new AimeeException(
                $"{Names(still)} even after '{install}'. Look at the PATH: {Environment.GetEnvironmentVariable("PATH")}");
        }
    }

    private static ImmutableArray<SystemProgram> Missing(ImmutableArray<SystemProgram> programs, bool withOptional) =>
        [.. programs.Where(program => (withOptional || !program.Optional) && Programs.Find(program.Name) is null)];

    private static string Names(ImmutableArray<SystemProgram> programs) => string.Concat(
        programs.Length == 1 ? "A program is missing: " : "Programs are missing: ",
        string.Join(", ", programs.Select(program => $"{program.Name} ({program.Purpose})")));

    private async Task AptAsync(string install, ImmutableArray<string> arguments, CancellationToken cancellationToken)
    {
        // The user's own lists may hold a source that is gone: what is needed may be known all the same.
        var mayFail = arguments[0] == "update";
        ImmutableArray<string> words = ["-o", "DPkg::Lock::Timeout=600", "--quiet", .. arguments];
        var request = Environment.IsPrivilegedProcess
            ? new ProcessRequest("apt-get", words)
            : new ProcessRequest("sudo", ["-n", "apt-get", .. words]);
        if (!Environment.IsPrivilegedProcess && Programs.Find("sudo") is null)
        {
            throw new AimeeException($"Programs can be installed by root alone. As root, run: {install}");
        }

        var result = await processes.RunAsync(
            request with
            {
                Environment = ImmutableDictionary<string, string?>.Empty.Add("DEBIAN_FRONTEND", "noninteractive"),
            },
            cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0 && !mayFail)
        {
            throw new AimeeException(
                $"apt-get ended with exit code {result.ExitCode}. As root, run: {install}{Environment.NewLine}"
                + string.Join(Environment.NewLine, result.LastLines.TakeLast(8).Select(line => $"  {line}")));
        }
    }
}
