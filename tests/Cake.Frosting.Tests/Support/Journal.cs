namespace Cake.Frosting.Tests.Support;

/// <summary>Where a test's tasks note what happened to them; a service like any other.</summary>
internal sealed class Journal
{
    private readonly List<string> events = [];

    public IReadOnlyList<string> Events => events;

    public void Note(string what) => events.Add(what);
}
