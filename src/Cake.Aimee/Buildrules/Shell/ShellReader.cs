using System.Collections.Immutable;
using System.Security.Cryptography;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>
/// Has a real shell read files, many per process, without network and with the file system read-only, as far as
/// the machine allows. A file that hangs, prints without end or kills the shell costs its own answer and no other's.
/// </summary>
/// <param name="processes">Runs the shell.</param>
/// <param name="timeLimit">How long one file may take to read.</param>
internal sealed class ShellReader(IProcessRunner processes, TimeSpan timeLimit)
{
    private const Isolation AllIsolation = Isolation.Network | Isolation.Processes | Isolation.Mounts;

    /// <summary>How long one file may take to read, unless something else is said.</summary>
    public static TimeSpan DefaultTimeLimit { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads files.</summary>
    /// <param name="script">The script that reads them, after the library.</param>
    /// <param name="environment">The shell's environment.</param>
    /// <param name="names">The script's arguments: the files.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An answer for each name, in their order.</returns>
    public async Task<ImmutableArray<ShellAnswer>> ReadAsync(
        string script,
        ImmutableDictionary<string, string?> environment,
        ImmutableArray<string> names,
        CancellationToken cancellationToken)
    {
        var answers = ImmutableArray.CreateBuilder<ShellAnswer>(names.Length);
        while (answers.Count < names.Length)
        {
            var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            var session = new ShellSession(nonce, timeLimit);
            var request = ProcessRequest.Of("sh", ["-c", ShellLibrary.Text + script, "sh", .. names.AsSpan()[answers.Count..]]) with
            {
                Environment = environment.SetItem("AIMEE_NONCE", nonce),
                Isolation = AllIsolation,
                Output = session.ReadAsync,
            };
            var failure = await RunAsync(request, session, cancellationToken).ConfigureAwait(false);
            answers.AddRange(session.Answers.Complete);
            if (failure is null)
            {
                break;
            }

            answers.Add(new ShellAnswer { Failure = failure, Messages = session.Answers.Messages });
        }

        return answers.ToImmutable();
    }

    /// <summary>Runs the shell to its end; says why it had to be ended at the file after the complete ones.</summary>
    private async Task<string?> RunAsync(ProcessRequest request, ShellSession session, CancellationToken cancellationToken)
    {
        try
        {
            var result = await processes.RunAsync(request, cancellationToken).ConfigureAwait(false);
            return session.Answers.Complete.Count >= request.Arguments.Length - 3
                ? null
                : $"The shell was ended from within, with status {result.ExitCode}";
        }
        catch (ShellEndedException exception)
        {
            return exception.Message;
        }
        catch (AimeeException) when (request.Isolation == AllIsolation && !session.HasStarted)
        {
            // Few machines do not allow it all: only these are asked what they do allow.
            var support = await IsolationSupport.ProbeAsync(cancellationToken).ConfigureAwait(false);
            if (support.Supported.HasFlag(AllIsolation))
            {
                throw;
            }

            return await RunAsync(request with { Isolation = support.Supported }, session, cancellationToken).ConfigureAwait(false);
        }
    }
}
