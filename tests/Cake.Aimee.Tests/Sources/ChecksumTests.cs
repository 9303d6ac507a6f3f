using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Tests.Sources;

internal sealed class ChecksumTests : SourceTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(127)]
    [TestCase(128)]
    [TestCase(129)]
    [TestCase(256)]
    [TestCase(1_048_576)]
    [TestCase(3_000_017)]
    public async Task They_are_those_of_the_systems_programs(int size)
    {
        var path = Path.Combine(Top, "file");
        await File.WriteAllBytesAsync(path, RandomBytes(size, size));
        var checksums = await Checksums.ComputeAsync(path, Enum.GetValues<ChecksumAlgorithm>(), default);
        var expected = await ShellAsync("for p in sha256sum sha512sum b2sum; do $p file | cut -d' ' -f1; done");
        Assert.That(checksums.Select(checksum => checksum.Hex), Is.EqualTo(expected.TrimEnd().Split('\n')));
    }

    [Test]
    public void BLAKE2b_is_the_same_however_the_bytes_come()
    {
        var bytes = RandomBytes(3, 1000);
        var expected = Hash(bytes.Length);
        Assert.That(Enumerable.Range(1, 400).Select(Hash), Is.All.EqualTo(expected));

        string Hash(int size)
        {
            var hash = new Blake2b();
            foreach (var piece in bytes.Chunk(size))
            {
                hash.Append(piece);
            }
            return Convert.ToHexString(hash.Finish());
        }
    }

    [Test]
    public void A_checksum_is_read_and_written()
    {
        var hex = new string('A', 64);
        Assert.That(Checksum.Parse("SHA256", hex).ToString(), Is.EqualTo("sha256:" + new string('a', 64)));
        Assert.That(Checksum.Parse("blake2b:" + hex + hex).Algorithm, Is.EqualTo(ChecksumAlgorithm.Blake2b));
    }

    [TestCase("md5:d41d8cd98f00b204e9800998ecf8427e", "'md5' is no checksum that is known here: there are sha256, sha512 and blake2b.")]
    [TestCase("sha256:123", "'123' is no sha256: that has 64 hexadecimal digits.")]
    [TestCase("1:aa", "'1' is no checksum that is known here: there are sha256, sha512 and blake2b.")]
    public void What_is_none_is_said(string text, string expected) =>
        Assert.That(() => Checksum.Parse(text), Throws.TypeOf<AimeeException>().With.Message.EqualTo(expected));
}
