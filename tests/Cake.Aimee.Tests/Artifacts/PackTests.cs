using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Artifacts;

internal sealed class PackTests : ArtifactTests
{
    [Test]
    public async Task An_artifact_tells_of_itself_and_stands_beside_its_sidecar()
    {
        var root = RootOf("usr/lib/libz.so.1=code", "usr/lib/libz.so->libz.so.1", "var/empty/");
        var request = new ArtifactRequest(NameOf("core/zlib", "1.3.1"), KeyOf('a'), root, new() { Description = "Compression", License = "Zlib", Run = ["core/libc"] })
        {
            Sources = ImmutableSortedDictionary<string, string>.Empty.Add("zlib-1.3.1.tar.gz", KeyOf('f')),
            LogDigest = KeyOf('b'),
            Started = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture),
        };
        var sidecar = (await PackAsync(request)).Sidecars.Single();
        var archive = InTop("artifacts/triple/core/zlib-1.3.1-0.tar.zst");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Store.PathOf(request.Name), Is.EqualTo(archive));
            Assert.That(await ShellAsync($"tar -tf {archive}"), Is.EqualTo(
                """
                usr/
                usr/lib/
                usr/lib/libz.so
                usr/lib/libz.so.1
                var/
                var/db/
                var/db/binpkgs/
                var/db/binpkgs/core/
                var/db/binpkgs/core/zlib
                var/db/binpkgs/core/zlib.json
                var/empty/

                """));
            Assert.That(await ShellAsync($"tar -xOf {archive} var/db/binpkgs/core/zlib | tr '\\0' '\\n'"), Is.EqualTo(
                "usr/lib/libz.so\nusr/lib/libz.so.1\nvar/db/binpkgs/core/zlib\nvar/db/binpkgs/core/zlib.json\n"));
            Assert.That(await ShellAsync($"tar -xOf {archive} var/db/binpkgs/core/zlib.json"), Is.EqualTo(
                """
                {
                  "name": "core/zlib",
                  "version": "1.3.1",
                  "release": "0",
                  "description": "Compression",
                  "license": "Zlib",
                  "run": [
                    "core/libc"
                  ],
                  "files": [
                    {
                      "path": "usr/lib/libz.so",
                      "link": "libz.so.1"
                    },
                    {
                      "path": "usr/lib/libz.so.1",
                      "sha256": "5694d08a2e53ffcae0c3103e5ad6f6076abd960eb1f8a56577040bc1028f702b"
                    }
                  ]
                }

                """));
            Assert.That(sidecar.Digest, Is.EqualTo((await ShellAsync($"sha256sum <{archive}"))[..64]));
            Assert.That(sidecar.Size, Is.EqualTo(new FileInfo(archive).Length));
            Assert.That(Show(Store, request.Name), Is.EqualTo(JsonSerializer.Serialize(sidecar)));
            using var written = JsonDocument.Parse(await File.ReadAllTextAsync(archive + ".json"));
            Assert.That(written.RootElement.EnumerateObject().Select(property => property.Name), Is.EqualTo(
                ["format", "name", "key", "digest", "size", "sources", "logDigest", "started", "ended"]));
        }
    }

    [Test]
    public async Task The_same_content_is_the_same_bytes_whatever_the_key_and_the_time()
    {
        var one = await PackAsync(new(NameOf("core/a"), KeyOf('1'), RootOf("usr/a=1", "b=2"), new()) { Started = DateTimeOffset.UnixEpoch });
        var other = await PackAsync(new(NameOf("core/a"), KeyOf('2'), RootOf("b=2", "usr/a=1"), new()) { Started = DateTimeOffset.UtcNow, Threads = 1 });
        Assert.That(other.Sidecars[0].Digest, Is.EqualTo(one.Sidecars[0].Digest));
        Assert.That(Store.Find(NameOf("core/a"))?.Key, Is.EqualTo(KeyOf('2')));
    }

    [Test]
    public async Task A_list_that_the_rules_wrote_themselves_is_replaced()
    {
        await PackAsync("core/a", "1.0", "usr/a=1", "var/db/binpkgs/core/a=false", "var/db/binpkgs/core/other=kept");
        Assert.That(await ShellAsync($"tar -xOf {Store.PathOf(NameOf("core/a"))} var/db/binpkgs/core/a | tr '\\0' ' '"),
            Is.EqualTo("usr/a var/db/binpkgs/core/a var/db/binpkgs/core/a.json var/db/binpkgs/core/other "));
    }

    [Test]
    public async Task Splits_take_what_they_name_and_the_parent_has_the_rest()
    {
        var packed = await PackAsync(Split(
            ("dev", ["usr/include", "/usr/lib/pkgconfig/", "usr/lib/*.a", "usr/share/m?n"]),
            ("doc", ["usr/share/doc"])));
        Assert.That(packed.Warnings, Is.Empty);
        Assert.That(packed.Sidecars.Select(sidecar => sidecar.Name.Id), Is.EqualTo(["core/z", "core/z-dev", "core/z-doc"]));
        Assert.That(await NamesAsync("core/z"), Is.EqualTo("usr/ usr/lib/ usr/lib/libz.so usr/lib/sub/ usr/lib/sub/other.a usr/share/ "));
        Assert.That(await NamesAsync("core/z-dev"), Is.EqualTo(
            "usr/ usr/include/ usr/include/deep/ usr/include/deep/z.h usr/lib/ usr/lib/libz.a usr/lib/pkgconfig/ usr/lib/pkgconfig/z.pc usr/share/ usr/share/man/ usr/share/man/z.3 "));
        Assert.That(await NamesAsync("core/z-doc"), Is.EqualTo("usr/ usr/share/ usr/share/doc/ usr/share/doc/README "));
    }

    [Test]
    public async Task A_pattern_that_nothing_matches_is_said()
    {
        var packed = await PackAsync(Split(("dev", ["usr/include", "usr/lib/*.la", ""])));
        Assert.That(packed.Warnings, Is.EqualTo(
            ["core/z-dev: nothing in the install root matches 'usr/lib/*.la'.", "core/z-dev: nothing in the install root matches ''."]));
    }

    [Test]
    public void Two_splits_that_want_one_file_are_named_with_it() => Assert.That(
        () => PackAsync(Split(("dev", ["usr/lib"]), ("doc", ["usr/share"]), ("static", ["usr/lib/*.a", "usr/lib/pkgconfig/z.pc"]))),
        Throws.TypeOf<AimeeException>().With.Message.EqualTo(
            """
            core/z-dev and core/z-static both want the file usr/lib/libz.a: let only one of them have it.
            core/z-dev and core/z-static both want the file usr/lib/pkgconfig/z.pc: let only one of them have it.
            """));

    [Test]
    public async Task A_name_that_is_no_UTF_8_is_said()
    {
        var root = RootOf("usr/a=1");
        await ShellAsync($"touch \"$(printf '{root}/usr/b\\351')\"");
        Assert.That(() => PackAsync(new(NameOf("core/a"), KeyOf('a'), root, new())), Throws.TypeOf<AimeeException>().With.Message.Contains("is no UTF-8"));
        await ShellAsync($"rm -r {root}/usr");
    }

    [Test]
    public async Task A_pipe_in_the_install_root_holds_nobody_up()
    {
        var root = RootOf("usr/a=1");
        await ShellAsync($"mkfifo {root}/pipe");
        await PackAsync(new(NameOf("core/a"), KeyOf('a'), root, new()));
        Assert.That(await ShellAsync($"tar -tvf {Store.PathOf(NameOf("core/a"))} pipe"), Does.StartWith("p"));
    }

    [Test]
    public async Task An_install_root_that_is_not_there_is_said() =>
        Assert.That((await Assert.ThrowsAsync<AimeeException>(() => PackAsync(new(NameOf("core/a"), KeyOf('a'), InTop("none"), new()))))!.Message,
            Does.StartWith($"Can not make the artifact core/a-1.0-0.tar.zst in {Store.Directory}: ").And.Contains(InTop("none")));

    private ArtifactRequest Split(params (string Name, string[] Files)[] splits) => new(
        NameOf("core/z"),
        KeyOf('0'),
        RootOf("usr/include/deep/z.h=h", "usr/lib/libz.so=so", "usr/lib/libz.a=a", "usr/lib/sub/other.a=a", "usr/lib/pkgconfig/z.pc=pc", "usr/share/man/z.3=3", "usr/share/doc/README=r"),
        new())
    {
        Splits = [.. splits.Select((split, at) => new ArtifactSplit(NameOf($"core/z-{split.Name}"), KeyOf((char)('1' + at)), new(), [.. split.Files]))],
    };

    private Task<string> NamesAsync(string id) =>
        ShellAsync($"tar -tf {Store.PathOf(NameOf(id))} | grep -v ^var/ | tr '\\n' ' '");

    private static string Show(ArtifactStore store, ArtifactName name) => JsonSerializer.Serialize(store.Find(name));
}
