using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>Stages that do nothing but be noted; some fail, some wait for a test to let them go.</summary>
/// <param name="note">Notes what happens.</param>
internal sealed class SyntheticStages(Action<string> note) : IStageWork
{
    /// <summary>The stages that fail.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>The stages that wait, and for what.</summary>
    public Dictionary<string, Task> Waiting { get; } = [];

    /// <summary>The stages that need not run.</summary>
    public HashSet<string> Done { get; } = [];

    /// <summary>Told the name of each stage that starts.</summary>
    public Action<string> OnStart { get; set; } = _ => { };

    public IEnumerable<StageNode> IdentityOf(StageNode node) => [];

    public ValueTask<StageVerdict> DecideAsync(StageNode node, CancellationToken cancellationToken) => ValueTask.FromResult(
        IsDone(node) ? new StageVerdict(StageDecision.Done, "nothing changed") : new StageVerdict(StageDecision.Run, "it is new"));

    public bool IsDone(StageNode node) => Done.Contains(node.Id);

    public Task<bool> BringAsync(StageNode node, CancellationToken cancellationToken) => Task.FromResult(false);

    public async Task RunAsync(StageNode node, StageSlot slot, CancellationToken cancellationToken)
    {
        note($"{node.Id} starts");
        OnStart(node.Id);
        if (Waiting.TryGetValue(node.Id, out var wait))
        {
            try
            {
                await wait.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                note($"{node.Id} is cancelled");
                throw;
            }
        }

        if (Failing.Contains(node.Id))
        {
            note($"{node.Id} fails");
            throw new AimeeException($"{node.Id} failed with exit code 2.");
        }

        note($"{node.Id} ends");
    }

    public bool HoldsSlot(StageNode node) => true;
}
