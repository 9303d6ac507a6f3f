using System.Collections.Immutable;

namespace Cake.Aimee.Pipelines;

/// <summary>Keeps to a limit of a service's: a job that needs more jobs than it may gets jobs between that do nothing but gather.</summary>
internal static class GatheredNeeds
{
    /// <summary>Jobs of which none needs more than a number of others, and which are done in the same order.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="most">How many a job may need; at least 2.</param>
    public static IEnumerable<PipelineJob> Of(IEnumerable<PipelineJob> jobs, int most)
    {
        foreach (var job in jobs)
        {
            var needs = job.Needs;
            var count = 0;
            while (needs.Length > most)
            {
                var gathering = needs.Chunk(most)
                    .Select(some => new PipelineJob($"{job.Name} gathers {++count}", []) { Needs = [.. some] })
                    .ToImmutableArray();
                foreach (var gatherer in gathering)
                {
                    yield return gatherer;
                }

                needs = [.. gathering.Select(gatherer => gatherer.Name)];
            }

            yield return job with { Needs = needs };
        }
    }
}
