using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Diagnostics;

[TestFixture]
public sealed class DiagnosticCodesTests
{
    [Test]
    public void Every_code_is_there_once() => Assert.That(DiagnosticCodes.All.Select(code => code.Id), Is.Unique);

    [Test]
    public void Codes_stay_what_they_are() => VerifiedText.Check(
        string.Join('\n', DiagnosticCodes.All.Select(code => $"{code.Id} {code.Title}")),
        Path.Combine(VerifiedText.TestDirectory, "Diagnostics", "codes.txt"));
}
