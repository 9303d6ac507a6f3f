using System.Globalization;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>One run of the shell: takes its output as it comes, and watches the time that each file takes.</summary>
/// <param name="nonce">The word that marks the shell's answers.</param>
/// <param name="timeLimit">How long one file may take.</param>
internal sealed class ShellSession(string nonce, TimeSpan timeLimit)
{
    public ShellAnswers Answers { get; } = new(nonce);

    /// <summary>Whether the shell was started.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Reads the shell's output to its end.</summary>
    /// <exception cref="ShellEndedException">A file took too long, or printed too much.</exception>
    public async Task ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        HasStarted = true;
        var buffer = new byte[64 * 1024];
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(timeLimit);
        try
        {
            while (await output.ReadAsync(buffer, clock.Token).ConfigureAwait(false) is > 0 and var count)
            {
                var done = Answers.Complete.Count;
                if (!Answers.Add(buffer.AsSpan(0, count)))
                {
                    throw new ShellEndedException($"More than {ShellAnswers.MaximumLength >> 20} MiB is printed, or held in variables");
                }

                if (Answers.Complete.Count > done)
                {
                    clock.CancelAfter(timeLimit);
                }
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            var seconds = timeLimit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            throw new ShellEndedException($"Reading does not come to an end within {seconds} seconds", exception);
        }
    }
}
