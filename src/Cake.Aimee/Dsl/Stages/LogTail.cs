using System.Collections.Immutable;
using Cake.Aimee.Planning;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Dsl;

/// <summary>Where stages' logs are, and what stands last in them.</summary>
/// <param name="tree">The tree.</param>
internal sealed class LogTail(BuildTree tree)
{
    /// <summary>How many lines are shown of a failure.</summary>
    internal const int Shown = 30;

    private const int MostBytes = 256 * 1024;

    /// <summary>The log's path, as somebody at the top of the tree would name it; null when the stage has none.</summary>
    public string? PathOf(StageNode node) =>
        Absolute(node) is var path && File.Exists(path) ? Path.GetRelativePath(tree.Config.TopDirectory, path) : null;

    /// <summary>The last lines of a stage's log, without what would steer a terminal.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="count">How many at most.</param>
    public ImmutableArray<string> LastLines(StageNode node, int count)
    {
        try
        {
            using var log = new FileStream(Absolute(node), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Seek(Math.Max(0, log.Length - MostBytes), SeekOrigin.Begin);
            using var reader = new StreamReader(log);
            var lines = reader.ReadToEnd().TrimEnd('\n').Split('\n');
            return lines is [""] ? [] : [.. lines.TakeLast(count).Select(LiveView.Printable)];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // It failed before it had anything to log.
            return [];
        }
    }

    private string Absolute(StageNode node) => Path.Combine(tree.Config.Paths.Tmp, node.Package.Id, "log", $"{node.Stage}.log");
}
