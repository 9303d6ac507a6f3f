using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Docs;

/// <summary>docs/diagnostics.md has a paragraph for each code, and for no other.</summary>
[TestFixture]
public sealed class DiagnosticsGuideTests
{
    private static readonly (string Code, string Text)[] Paragraphs =
        [.. File.ReadAllText(Guide.PathOf("diagnostics.md")).Split("\n### ").Skip(1).Select(part => part.Split('\n', 2)).Select(part => (part[0], part[1]))];

    [Test]
    public void Each_code_has_a_paragraph_and_each_paragraph_a_code_in_their_order() =>
        Assert.That(Paragraphs.Select(paragraph => paragraph.Code), Is.EqualTo(DiagnosticCodes.All.Select(code => code.Id)));

    [Test]
    public void A_paragraph_begins_with_the_codes_title_and_goes_on()
    {
        foreach (var code in DiagnosticCodes.All)
        {
            var text = Paragraphs.FirstOrDefault(paragraph => paragraph.Code == code.Id).Text;
            Assert.That(text, Does.StartWith($"**{code.Title}.** "), code.Id);
        }
    }
}
