using System.Text.RegularExpressions;

namespace Cake.Aimee.Tests.Docs;

/// <summary>Links between the pages of the documentation lead somewhere.</summary>
[TestFixture]
public sealed partial class LinkTests
{
    [Test]
    public void Each_link_leads_to_a_file_and_to_a_heading_in_it()
    {
        var top = Path.GetFullPath(Guide.PathOf(".."));
        var broken = Directory.GetFiles(Guide.PathOf(""), "*.md").Append(Path.Combine(top, "README.md"))
            .SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(match => (Page: page, Target: match.Groups[1].Value)))
            .Where(link => !link.Target.Contains("://", StringComparison.Ordinal) && !Leads(link.Page, link.Target))
            .Select(link => $"{Path.GetRelativePath(top, link.Page)} links to {link.Target}");
        Assert.That(broken, Is.Empty);
    }

    private static bool Leads(string page, string target)
    {
        var parts = target.Split('#');
        var path = parts[0].Length == 0 ? page : Path.GetFullPath(parts[0], Path.GetDirectoryName(page)!);
        return parts.Length == 1
            ? Path.Exists(path)
            : File.Exists(path) && Heading().Matches(File.ReadAllText(path)).Any(heading => Anchor(heading.Groups[1].Value) == parts[1]);
    }

    /// <summary>What GitHub and GitLab make of a heading.</summary>
    private static string Anchor(string heading) =>
        NoAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoAnchor();
}
