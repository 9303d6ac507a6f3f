using System.Text;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Steps;

/// <summary>A stage that a program has added.</summary>
/// <param name="work">What does it.</param>
/// <param name="processes">Runs programs.</param>
internal sealed class CustomStep(CustomStageWork work, IProcessRunner processes) : IStageStep
{
    /// <inheritdoc/>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        using var lines = new LineWriter(run.Log);
        await work.RunAsync(new CustomStageCall(run.Node, run.Context.Config, processes, lines), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes whole lines into a stage's log.</summary>
    private sealed class LineWriter(StageLog log) : TextWriter
    {
        private readonly StringBuilder line = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            if (value == '\n')
            {
                End();
            }
            else
            {
                line.Append(value);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (line.Length > 0)
            {
                End();
            }

            base.Dispose(disposing);
        }

        private void End()
        {
            log.Write(line.ToString());
            line.Clear();
        }
    }
}
