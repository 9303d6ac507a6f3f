using Cake.Aimee.Pipelines;

namespace Cake.Aimee.Tests.Pipelines;

/// <summary>Which packages share jobs, on graphs that nobody has thought of.</summary>
internal sealed class JobGroupsTests
{
    [TestCaseSource(nameof(Seeds))]
    public void Each_member_is_in_one_group_and_no_group_waits_for_itself(int seed)
    {
        var random = new Random(seed);
        var needs = RandomNeeds(random);
        var graph = new JobGraph(needs);
        var most = random.Next(1, needs.Count + 3);
        var large = Enumerable.Range(0, needs.Count).Where(_ => random.Next(4) == 0).ToHashSet();

        var groups = JobGroups.Of(graph, large.Contains, most);

        Assert.That(groups.SelectMany(group => group).Order(), Is.EqualTo(Enumerable.Range(0, needs.Count)), "every member once");
        Assert.That(groups, Has.Count.LessThanOrEqualTo(most).And.All.Not.Empty);
        var groupOf = groups.SelectMany((group, number) => group.Select(member => (member, number))).ToDictionary(pair => pair.member, pair => pair.number);
        for (var member = 0; member < needs.Count; member++)
        {
            // Groups come after those that they need: so they can not need each other in a circle.
            Assert.That(needs[member].Select(need => groupOf[need]), Has.All.LessThanOrEqualTo(groupOf[member]));
        }

        if (most >= graph.Level.DefaultIfEmpty(-1).Max() + 1)
        {
            Assert.That(groups, Has.Count.EqualTo(Math.Min(most, needs.Count)), "as many as there may be");
            Assert.That(groups, Has.All.Matches<IReadOnlyList<int>>(group => group!.Select(member => graph.Level[member]).Distinct().Count() == 1));
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public void Fewer_edges_keep_the_order(int seed)
    {
        var needs = RandomNeeds(new Random(seed));

        var reduced = new JobGraph(needs).Reduce();

        Assert.That(reduced.Select((few, member) => few.All(needs[member].Contains)), Has.All.True, "nothing is added");
        Assert.That(Reach(reduced), Is.EqualTo(Reach(needs)));
        foreach (var few in reduced)
        {
            foreach (var need in few)
            {
                Assert.That(few.Where(other => other != need).SelectMany(other => Reach(reduced)[other]), Has.No.Member(need), "it goes without saying");
            }
        }
    }

    [Test]
    public void What_is_large_is_alone_as_long_as_there_are_jobs_enough()
    {
        var graph = new JobGraph([.. Enumerable.Range(0, 7).Select(IReadOnlyCollection<int> (_) => [])]);
        Assert.That(JobGroups.Of(graph, member => member is 1 or 4, 4), Is.EqualTo(new int[][] { [0, 2], [3, 5, 6], [1], [4] }));
        Assert.That(JobGroups.Of(graph, member => member is 1 or 4, 2), Is.EqualTo(new int[][] { [0, 1, 2], [3, 4, 5, 6] }));
    }

    [Test]
    public void Jobs_that_do_nothing_gather_more_needs_than_a_service_takes()
    {
        var leaves = Enumerable.Range(0, 130).Select(number => new PipelineJob($"leaf{number}", ["x"])).ToList();
        var jobs = GatheredNeeds.Of([.. leaves, new PipelineJob("image", ["x"]) { Needs = [.. leaves.Select(leaf => leaf.Name)] }], 5).ToList();

        Assert.That(jobs, Has.All.Matches<PipelineJob>(job => job!.Needs.Length <= 5));
        Assert.That(jobs.Select(job => job.Name), Is.Unique);
        Assert.That(jobs.Where(job => job.Commands.IsEmpty).Select(job => job.Name), Is.EqualTo(Enumerable.Range(1, 26 + 6 + 2).Select(number => $"image gathers {number}")));
        var byName = jobs.ToDictionary(job => job.Name);
        var reached = new HashSet<string>();
        var waiting = new Queue<string>(["image"]);
        while (waiting.TryDequeue(out var name))
        {
            foreach (var need in byName[name].Needs.Where(reached.Add))
            {
                waiting.Enqueue(need);
            }
        }

        Assert.That(leaves.Select(leaf => leaf.Name), Is.SubsetOf(reached));
        Assert.That(jobs.Select((job, index) => job.Needs.All(need => jobs.FindIndex(other => other.Name == need) < index)), Has.All.True);
    }

    private static IEnumerable<int> Seeds => Enumerable.Range(1, 60);

    /// <summary>Members that need earlier ones of some shuffled order.</summary>
    private static List<IReadOnlyCollection<int>> RandomNeeds(Random random)
    {
        var count = random.Next(1, 60);
        var density = random.NextDouble() * random.NextDouble();
        var order = Enumerable.Range(0, count).ToArray();
        random.Shuffle(order);
        var needs = new List<int>[count];
        for (var place = 0; place < count; place++)
        {
            needs[order[place]] = [.. order[..place].Where(_ => random.NextDouble() < density)];
        }

        return [.. needs];
    }

    private static SortedSet<int>[] Reach(IReadOnlyList<IReadOnlyCollection<int>> needs)
    {
        var reach = new SortedSet<int>?[needs.Count];
        return [.. Enumerable.Range(0, needs.Count).Select(Of)];

        SortedSet<int> Of(int member) => reach[member] ??= [.. needs[member].Concat(needs[member].SelectMany(Of))];
    }
}
