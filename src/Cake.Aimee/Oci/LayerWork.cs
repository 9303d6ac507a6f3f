using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Cake.Aimee.Oci;

/// <summary>Work on several layers at once.</summary>
internal static class LayerWork
{
    /// <summary>Does all of it, begun in its order.</summary>
    /// <param name="actions">The work, layer by layer.</param>
    /// <param name="threads">How many are worked on at once.</param>
    /// <param name="cancellationToken">Begins no more.</param>
    public static void RunAll(IEnumerable<Action> actions, int threads, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var ordered = Partitioner.Create(actions, EnumerablePartitionerOptions.NoBuffering);
        Unwrap(() => Parallel.ForEach(ordered, parallel, action => action()));
    }

    /// <summary>Of several failures at once, the first that is no mere consequence of another.</summary>
    public static void Unwrap(Action action)
    {
        try
        {
            action();
        }
        catch (AggregateException exception)
        {
            var inner = exception.Flatten().InnerExceptions;
            var first = inner.FirstOrDefault(one => one is not OperationCanceledException) ?? inner[0];
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
