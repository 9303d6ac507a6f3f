using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Images;

/// <summary>
/// Proves a cross toolchain inside its image: programs are compiled by the names that users use, their ELF headers
/// are read, and they run, under qemu-user where they are not of the build machine's kind.
/// </summary>
/// <param name="proof">What is to be proved.</param>
/// <param name="directory">A directory of the host for the programs.</param>
/// <param name="mountedAt">Where the container sees that directory.</param>
internal sealed class ToolchainProver(ToolchainProof proof, string directory, string mountedAt)
{
    /// <summary>For compiling or running one small program; an emulator that hangs does not hold up the build for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ImmutableArray<ProofProgram> programs = ProofProgram.For(proof.Target);

    /// <summary>Proves the toolchain.</summary>
    /// <param name="container">The container that has it.</param>
    /// <param name="onLine">Takes each line of output, for the log.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was proved, in words.</returns>
    /// <exception cref="AimeeException">The proof failed: the message has every fault that was found.</exception>
    internal async Task<string> ProveAsync(
        IWorkingContainer container, Action<ProcessLine> onLine, CancellationToken cancellationToken)
    {
        await WriteSourcesAsync(cancellationToken).ConfigureAwait(false);
        var emulator = BringEmulator();
        var faults = new List<string>();
        foreach (var program in programs)
        {
            if (await CheckAsync(container, program, emulator, onLine, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                faults.Add(fault);
            }
        }

        if (faults.Count > 0)
        {
            throw new AimeeException(
                $"The toolchain for {proof.Target} failed its proof, so the image is not tagged:{Environment.NewLine}"
                + string.Join(Environment.NewLine, faults.Select(fault => $"  {fault}")));
        }

        return emulator switch
        {
            null => $"compiled for {proof.Target}; not run: {EmulatorName} is not installed",
            "" => $"compiled for {proof.Target} and run",
            _ => $"compiled for {proof.Target} and run under {EmulatorName}",
        };
    }

    private string EmulatorName => $"{proof.Target.Qemu}-static";

    private async Task WriteSourcesAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        foreach (var program in programs.DistinctBy(program => program.SourceName))
        {
            await File.WriteAllTextAsync(Path.Combine(directory, program.SourceName), program.Source, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>The emulator's name in the work directory: empty where none is needed, null where there is none.</summary>
    private string? BringEmulator()
    {
        if (proof.Target == proof.BuildMachine)
        {
            return "";
        }

        if (Programs.Find(EmulatorName) is not { } path)
        {
            return null;
        }

        File.Copy(path, Path.Combine(directory, EmulatorName), overwrite: true);
        return EmulatorName;
    }

    /// <summary>
    /// The command that runs a program. A dynamic one is given to its own dynamic linker, with the directories of the
    /// toolchain's libraries: QEMU's option for it, -L, makes programs with threads hang in QEMU 7.2.
    /// </summary>
    private string RunCommand(ProofProgram program, string emulator, ElfHeader header) => (emulator, header.Interpreter) switch
    {
        ("", _) => $"./{program.Name}",
        (_, null) => $"./{emulator} ./{program.Name}",
        (_, var interpreter) =>
            $"""
            library() (cd "$(dirname "$({proof.Target}-gcc -print-file-name="$1")")" && pwd)
            path={proof.Sysroot}/lib:{proof.Sysroot}/usr/lib:$(library libc.so.6):$(library libgcc_s.so.1):$(library libstdc++.so)
            exec ./{emulator} {proof.Sysroot}{interpreter} --library-path "$path" ./{program.Name}
            """,
    };

    private async Task<string?> CheckAsync(
        IWorkingContainer container, ProofProgram program, string? emulator, Action<ProcessLine> onLine,
        CancellationToken cancellationToken)
    {
        var what = $"{program.Language}, {(program.IsStatic ? "static" : "dynamic")}:";
        var compiled = await RunAsync(container, program.CompileCommand, onLine, cancellationToken).ConfigureAwait(false);
        if (compiled.ExitCode != 0)
        {
            return $"{what} '{program.CompileCommand}' ended with exit code {compiled.ExitCode}: {LastLine(compiled)}";
        }

        if (ElfHeader.Read(Path.Combine(directory, program.Name)) is not { } header)
        {
            return $"{what} '{program.CompileCommand}' made no ELF file";
        }

        if (header.DifferencesFrom(proof.Target) is { IsEmpty: false } differences)
        {
            return $"{what} the program is not for {proof.Target}: it {string.Join(" and ", differences)}";
        }

        if (header.IsDynamic == program.IsStatic)
        {
            return $"{what} the program is {(header.IsDynamic ? "dynamic" : "static")}";
        }

        if (emulator is null)
        {
            return null;
        }

        // Into a file: what buildah hands on of a program that ends at once may come short on a busy machine.
        var output = Path.Combine(directory, $"{program.Name}.output");
        var run = await RunAsync(
            container, $"exec > {program.Name}.output\n{RunCommand(program, emulator, header)}", onLine, cancellationToken).ConfigureAwait(false);
        var printed = File.Exists(output) ? (await File.ReadAllTextAsync(output, cancellationToken).ConfigureAwait(false)).Trim() : "";
        return run.ExitCode == 0 && printed == program.Expected
            ? null
            : $"{what} the program was to print '{program.Expected}' and printed '{printed}', exit code {run.ExitCode}: {LastLine(run)}";
    }

    private Task<ProcessResult> RunAsync(
        IWorkingContainer container, string command, Action<ProcessLine> onLine, CancellationToken cancellationToken) =>
        container.RunAsync(new ContainerRun($"cd {mountedAt}\n{command}") { OnLine = onLine, Timeout = Patience }, cancellationToken);

    private static string LastLine(ProcessResult result) =>
        result.LastLines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "no output";
}
