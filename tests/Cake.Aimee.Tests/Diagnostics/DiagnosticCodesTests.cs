using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Diagnostics;

[TestFixture]
public sealed class DiagnosticCodesTests
{
    [Test]
    public void Every_code_is_there_once() => Assert.That(DiagnosticCodes.All.Select(code => code.Id), Is.Unique);

    [Test]
    public void Codes_stay_what_they_are() =>
        Verified.Matches(string.Concat(DiagnosticCodes.All.Select(code => $"{code.Id} {code.Title}\n")), "codes");
}
