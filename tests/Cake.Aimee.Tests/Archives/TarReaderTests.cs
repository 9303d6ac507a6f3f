using System.Buffers;
using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tests.Oci;

namespace Cake.Aimee.Tests.Archives;

/// <summary>The headers of tar archives, honest and false.</summary>
internal sealed class TarReaderTests
{
    private static readonly string Long = new string('n', 90) + "/" + new string('m', 200);

    private static TarBuilder Archive => new();

    private static TarReader Read(TarBuilder archive) => ReadBytes(archive.ToArray());

    private static TarReader ReadBytes(byte[] archive)
    {
        var reader = new TarReader(new MemoryStream(archive), "test.tar");
        Assert.That(reader.Read());
        return reader;
    }

    private static string Path(TarBuilder archive) => Encoding.Latin1.GetString(Read(archive).Path);

    [Test]
    public void Names_stand_in_the_header_in_a_prefix_in_pax_records_and_in_gnu_headers()
    {
        Assert.That(Path(Archive.File("a\xe9\nb")), Is.EqualTo("a\xe9\nb"));
        Assert.That(Path(Archive.Entry("b", '0', prefix: "a")), Is.EqualTo("a/b"));
        Assert.That(Path(Archive.Entry("b", '0', prefix: "a", magic: "ustar  \0")), Is.EqualTo("b"), "GNU keeps times there");
        Assert.That(Path(Archive.Pax($"path={Long}").File("short")), Is.EqualTo(Long));
        Assert.That(Path(Archive.Long('L', Long).Entry("short", '0', magic: "ustar  \0")), Is.EqualTo(Long));
        Assert.That(Path(Archive.Pax("GNU.sparse.name=real").File("GNUSparseFile.0/real")), Is.EqualTo("real"));
        Assert.That(Path(Archive.Pax("path=first").Pax("path=second").File("x")), Is.EqualTo("second"), "the last counts");
        Assert.That(Path(Archive.Pax("path=pax").Long('L', "gnu").File("x")), Is.EqualTo("gnu"), "as Go reads it");
        Assert.That(Path(Archive.Long('L', "gnu").Pax("path=pax").File("x")), Is.EqualTo("gnu"), "as Go reads it");
    }

    [Test]
    public void Two_ways_of_saying_one_thing_are_noticed()
    {
        Assert.That(Read(Archive.Pax("path=a", "mtime=1.5").File("x")).IsUnambiguous);
        Assert.That(Read(Archive.Pax("path=a").Pax("path=b").File("x")).IsUnambiguous, Is.False);
        Assert.That(Read(Archive.Pax("path=a").Long('L', "b").File("x")).IsUnambiguous, Is.False);
        Assert.That(Read(Archive.Pax("size=1", "size=2").File("x", "ab")).IsUnambiguous, Is.False);
        Assert.That(Read(Archive.Entry("d", '5', size: "00000000007\0")).IsUnambiguous, Is.False);
    }

    [TestCase('0', TarEntryType.File)]
    [TestCase('\0', TarEntryType.File)]
    [TestCase('7', TarEntryType.File)]
    [TestCase('1', TarEntryType.HardLink)]
    [TestCase('2', TarEntryType.SymbolicLink)]
    [TestCase('3', TarEntryType.CharacterDevice)]
    [TestCase('4', TarEntryType.BlockDevice)]
    [TestCase('5', TarEntryType.Directory)]
    [TestCase('6', TarEntryType.Fifo)]
    public void Types_are_told(char flag, TarEntryType type) => Assert.That(Read(Archive.Entry("a", flag)).Type, Is.EqualTo(type));

    [Test]
    public void The_oldest_archives_know_directories_by_their_slash() =>
        Assert.That(Read(Archive.Entry("d/", '\0', magic: "")).Type, Is.EqualTo(TarEntryType.Directory));

    [Test]
    public void Sizes_are_octal_binary_or_in_a_pax_record()
    {
        Assert.That(Read(Archive.File("a", "123")).DataLength, Is.EqualTo(3));
        Assert.That(Read(Archive.Entry("a", '0', "123", size: "\x80\0\0\0\0\0\0\0\0\0\0\x03")).DataLength, Is.EqualTo(3));
        Assert.That(Read(Archive.Pax("size=3").Entry("a", '0', "123", size: "00000000001\0")).DataLength, Is.EqualTo(3));
    }

    [Test]
    public void A_global_header_is_skipped_and_counted_if_it_says_something()
    {
        var reader = Read(Archive.Entry("g", 'g', "19 path=everything\n").File("a"));
        Assert.That(Encoding.Latin1.GetString(reader.Path), Is.EqualTo("a"));
        Assert.That(reader.IgnoredGlobalHeaders, Is.EqualTo(1));
        Assert.That(reader.HeaderLength, Is.EqualTo(512), "it is no part of the entry");
    }

    private static IEnumerable<TestCaseData> False()
    {
        static byte[] Changed(byte[] archive, int at, byte value)
        {
            archive[at] = value;
            return archive;
        }

        var tail = new byte[1024];
        yield return new TestCaseData(Archive.Entry("a", '0', size: "77777777777\0").ToArray(), "beyond the end").SetArgDisplayNames("huge size");
        yield return new TestCaseData(Archive.Entry("a", '0', size: "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff").ToArray(), "negative").SetArgDisplayNames("negative size");
        yield return new TestCaseData(Archive.Entry("a", '0', size: "\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff").ToArray(), "no number").SetArgDisplayNames("size of more than 64 bits");
        yield return new TestCaseData(Archive.Entry("a", '0', size: "12x\0").ToArray(), "no number").SetArgDisplayNames("size with a letter");
        yield return new TestCaseData(Archive.Pax("size=9223372036854775807").File("a").ToArray(), "beyond the end").SetArgDisplayNames("largest pax size");
        yield return new TestCaseData(Archive.Pax("size=-1").File("a").ToArray(), "negative").SetArgDisplayNames("negative pax size");
        yield return new TestCaseData(Archive.Pax("size=1e3").File("a").ToArray(), "no number").SetArgDisplayNames("pax size with a letter");
        yield return new TestCaseData(Archive.Pax("path=a\0b").File("a").ToArray(), "NUL").SetArgDisplayNames("NUL in a name");
        yield return new TestCaseData(Archive.Entry("x", 'x', "999 path=a\n").File("a").ToArray(), "wrong length").SetArgDisplayNames("pax record too long");
        yield return new TestCaseData(Archive.Entry("x", 'x', "9 no=pair").File("a").ToArray(), "wrong length").SetArgDisplayNames("pax record without line end");
        yield return new TestCaseData(Archive.Entry("x", 'x', "8 nopax\n").File("a").ToArray(), "no keyword").SetArgDisplayNames("pax record without keyword");
        yield return new TestCaseData(Archive.Entry("x", 'x', size: "77777777777\0").ToArray(), "no size between").SetArgDisplayNames("huge pax header");
        yield return new TestCaseData(Archive.Pax("path=a").ToArray(), "before the entry").SetArgDisplayNames("pax header without entry");
        yield return new TestCaseData(Archive.Entry("a", 'V').ToArray(), "type 'V'").SetArgDisplayNames("unknown type");
        yield return new TestCaseData(Archive.File("a", "123").ToArray()[..700], "beyond the end").SetArgDisplayNames("cut in content");
        yield return new TestCaseData(Archive.File("a").ToArray()[..300], "middle of a header").SetArgDisplayNames("cut in header");
        yield return new TestCaseData(Changed(Archive.File("a").ToArray(), 0, (byte)'b'), "no tar archive").SetArgDisplayNames("false checksum");
        yield return new TestCaseData(Encoding.ASCII.GetBytes(new string('x', 2000)), "no tar archive").SetArgDisplayNames("no archive at all");
        yield return new TestCaseData(tail[..512].Concat(Archive.File("a").ToArray()).ToArray(), "single block of zeros").SetArgDisplayNames("zeros between entries");
    }

    [TestCaseSource(nameof(False))]
    public void A_false_archive_is_an_error_that_names_it(byte[] archive, string reason) => Assert.That(
        () => ReadBytes(archive), Throws.TypeOf<AimeeException>().With.Message.StartsWith("test.tar").And.Message.Contain(reason));

    [Test]
    public void A_rewritten_header_keeps_all_but_the_name()
    {
        var old = Archive.Pax("mtime=-1.123456789", "SCHILY.xattr.user.a=1", "path=old").Entry("old", '0', uid: 77, mode: 0x9ed).ToArray(trailer: false);
        var output = new ArrayBufferWriter<byte>();
        TarHeader.Rewrite(output, old, TarEntryType.File, Encoding.Latin1.GetBytes(Long), []);
        var reader = ReadBytes([.. output.WrittenSpan, .. new byte[1024]]);
        var text = Encoding.Latin1.GetString(output.WrittenSpan);
        Assert.That(Encoding.Latin1.GetString(reader.Path), Is.EqualTo(Long));
        Assert.That(reader.IsUnambiguous);
        Assert.That(text, Does.Contain("mtime=-1.123456789\n").And.Contain("SCHILY.xattr.user.a=1\n").And.Not.Contain("path=old"));
        Assert.That(text, Does.Contain("0004755\0" + "0000115\0"));
    }

    [Test]
    public void A_header_made_a_link_has_no_size_and_no_map()
    {
        var old = Archive.Pax("size=0", "GNU.sparse.map=0,1", "GNU.sparse.name=old", "mtime=5.5").File("GNUSparseFile.0/old").ToArray(trailer: false);
        var output = new ArrayBufferWriter<byte>();
        TarHeader.Rewrite(output, old, TarEntryType.HardLink, "new"u8, "target"u8);
        var reader = ReadBytes([.. output.WrittenSpan, .. new byte[1024]]);
        Assert.That((reader.Type, Encoding.Latin1.GetString(reader.Path), Encoding.Latin1.GetString(reader.LinkPath)), Is.EqualTo((TarEntryType.HardLink, "new", "target")));
        Assert.That(Encoding.Latin1.GetString(output.WrittenSpan), Does.Not.Contain("sparse").And.Contain("mtime=5.5"));
    }
}
