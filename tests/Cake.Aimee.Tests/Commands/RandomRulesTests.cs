using System.Text;
using Cake.Aimee.Commands;

namespace Cake.Aimee.Tests.Commands;

/// <summary>Rules in any layout that people may write: digests come in, and not a letter of theirs goes.</summary>
internal sealed class RandomRulesTests
{
    private const int Packages = 100;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Nothing_that_was_written_goes(int seed)
    {
        using var tree = new CommandTree();
        foreach (var name in new[] { "a-1.txt", "b.txt", "c" })
        {
            tree.Write($"files/{name}", name);
        }

        var random = new Random(seed);
        var before = Enumerable.Range(0, Packages).Select(number => Rules(random, $"file://{tree.Path}/files")).ToList();
        for (var number = 0; number < Packages; number++)
        {
            tree.Write($"packages/core/p{number}/Buildrules", before[number].Text);
        }

        await tree.RunAsync((workspace, output) => new ChecksumsCommand(workspace, output).RunAsync(CancellationToken.None));
        for (var number = 0; number < Packages; number++)
        {
            var after = tree.Read($"packages/core/p{number}/Buildrules");
            Assert.That(IsWithin(before[number].Text, after), $"{before[number].Text}\n--- became ---\n{after}");
            Assert.That(after.Split("sha256: ").Count(part => part.Length >= 64 && part.AsSpan(0, 64).IndexOfAnyExceptInRange('0', 'f') < 0), Is.EqualTo(before[number].Sources), after);
            Assert.That(after.Replace("\r\n", "").Contains('\r'), Is.False);
            Assert.That(after.Contains("\r\n"), Is.EqualTo(before[number].Text.Contains("\r\n")));
            Assert.That(after.Split('\n').Count(line => line.EndsWith('\r')), Is.EqualTo(after.Contains('\r') ? after.Split('\n').Length - 1 : 0), "line ends are mixed");
        }
    }

    private static (string Text, int Sources) Rules(Random random, string place)
    {
        var (blocks, count) = (new List<string> { "version: 1\n", "description: x\n" }, random.Next(1, 4));
        blocks.Add(random.Next(2) == 0 ? List(random, place, count) : Flow(random, place, count));
        if (random.Next(2) == 0)
        {
            blocks.Add("compile: |\n  make\n\n  make install\n");
        }

        if (random.Next(2) == 0)
        {
            blocks.Add("depends: {build: []}\n");
        }

        var order = blocks.ToArray();
        random.Shuffle(order);
        var text = string.Concat(order.Select(block => (random.Next(3) == 0 ? "# A comment: with - all [sorts], {of} 'signs\n\n" : "") + block));
        text = random.Next(3) == 0 && !text.EndsWith("install\n") ? text.TrimEnd('\n') : text;
        return (random.Next(3) == 0 ? text.Replace("\n", "\r\n") : text, count);
    }

    private static string List(Random random, string place, int count)
    {
        var indent = new string(' ', random.Next(0, 4));
        var text = new StringBuilder($"sources:{Comment(random)}\n");
        for (var number = 0; number < count; number++)
        {
            text.Append(random.Next(4) == 0 ? $"{indent}# next\n" : "").Append(random.Next(5) == 0 ? "\n" : "").Append(indent).Append('-').Append(' ', random.Next(1, 4));
            var column = new string(' ', text.ToString().Length - text.ToString().LastIndexOf('\n') - 1);
            switch (random.Next(5))
            {
                case 0:
                    text.Append(Anchor(random, number)).Append(Uri(random, place, isFlow: false)).Append(Comment(random)).Append('\n');
                    break;
                case 1:
                    text.Append($"uri: {Uri(random, place, isFlow: false)}{Comment(random)}\n");
                    break;
                case 2:
                    text.Append($"archive: x{number}.txt{Comment(random)}\n{column}uri:   {Uri(random, place, isFlow: false)}{Comment(random)}\n");
                    break;
                case 3:
                    text.Append($"\"uri\": {Uri(random, place, isFlow: false)}\n{column}# within\n{column}archive: 'x{number}.txt'{Comment(random)}\n");
                    break;
                default:
                    text.Append($"{Anchor(random, number)}{{ {(random.Next(2) == 0 ? $"archive: x{number}.txt , " : "")}uri: {Uri(random, place, isFlow: true)} }}{Comment(random)}\n");
                    break;
            }
        }

        return text.ToString();
    }

    private static string Flow(Random random, string place, int count)
    {
        var items = Enumerable.Range(0, count).Select(number => random.Next(4) switch
        {
            0 => Uri(random, place, isFlow: true),
            1 => $"{{uri: {Uri(random, place, isFlow: true)}}}",
            2 => $"uri: {Uri(random, place, isFlow: true)}",
            _ => $"{{\n    \"uri\": \"{place}/c\",{Comment(random)}\n    archive: x{number}.txt\n  }}",
        });
        return random.Next(2) == 0
            ? $"sources: [{string.Join(", ", items)}]{Comment(random)}\n"
            : $"sources: [{Comment(random)}\n  {string.Join($" ,{Comment(random)}\n  ", items)}\n  ]\n";
    }

    private static string Uri(Random random, string place, bool isFlow)
    {
        var uri = place + random.Next(3) switch { 0 => "/a-${VERSION}.txt", 1 => "/b.txt", _ => "/c?archive=d.txt" };
        return random.Next(3) switch
        {
            0 => $"'{uri}'",
            1 => $"\"{uri}\"",
            // In brackets a plain ${…} would end the map.
            _ => isFlow && uri.Contains('{') ? $"\"{uri}\"" : uri,
        };
    }

    private static string Anchor(Random random, int number) => random.Next(4) == 0 ? $"&a{number} " : "";

    private static string Comment(Random random) => random.Next(3) switch { 0 => "  # why: 'so' [or] {so}", 1 => " ", _ => "" };

    /// <summary>Whether all letters of a text stand in another one, in their order.</summary>
    private static bool IsWithin(string text, string longer)
    {
        var position = 0;
        foreach (var letter in longer)
        {
            position += position < text.Length && text[position] == letter ? 1 : 0;
        }

        return position == text.Length;
    }
}
