using System.Collections.Immutable;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Artifacts;

internal sealed class ArtifactStoreTests : ArtifactTests
{
    [Test]
    public async Task An_artifact_is_found_by_its_name_and_by_its_key()
    {
        var old = await PackAsync("core/zlib", "1.0", "a=1");
        var dev = await PackAsync("core/zlib-dev", "1.0", "a=2");
        var next = (await PackAsync(new(NameOf("core/zlib", "2.0"), KeyOf('b'), RootOf("a=3"), new()))).Sidecars[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Store.Find(NameOf("core/zlib", "1.0"))?.Digest, Is.EqualTo(old.Digest));
            Assert.That(Store.Find(NameOf("core/zlib", "3.0")), Is.Null);
            Assert.That(Store.Find(NameOf("none/zlib", "1.0")), Is.Null);
            Assert.That(Store.Find("core", "zlib", KeyOf('b'))?.Digest, Is.EqualTo(next.Digest));
            Assert.That(Store.Find("core", "zlib", KeyOf('a'))?.Digest, Is.EqualTo(old.Digest), "not the one of zlib-dev");
            Assert.That(Store.Find("core", "zlib", KeyOf('c')), Is.Null);
            Assert.That(Store.Find("none", "zlib", KeyOf('c')), Is.Null);
            Assert.That(Store.All().Select(sidecar => sidecar.Digest), Is.EqualTo([old.Digest, next.Digest, dev.Digest]));
        }
    }

    [Test]
    public async Task What_another_process_adds_and_removes_is_seen()
    {
        var other = new ArtifactStore(Store.Directory);
        Assert.That(Store.Find("core", "a", KeyOf('a')), Is.Null);
        var sidecar = (await other.PackAsync(new(NameOf("core/a"), KeyOf('a'), RootOf("a=1"), new()), Runner, default)).Sidecars[0];
        Assert.That(Store.Find("core", "a", KeyOf('a'))?.Digest, Is.EqualTo(sidecar.Digest));
        await other.RemoveAsync(sidecar, default);
        Assert.That(Store.Find("core", "a", KeyOf('a')), Is.Null);
        Assert.That(Store.Find(NameOf("core/a")), Is.Null);
    }

    [Test]
    public async Task What_a_killed_build_left_of_an_artifact_goes_when_it_is_made_again()
    {
        var left = Path.Combine(Store.Directory, ".passing", "core", Path.GetFileName(Store.PathOf(NameOf("core/a", "1.0"))));
        Directory.CreateDirectory(left);
        await File.WriteAllTextAsync(Path.Combine(left, ".archive.tar.zst.0123abcd.tmp"), "half");

        await PackAsync("core/a", "1.0", "a=1");

        Assert.That(left, Does.Not.Exist);
        Assert.That(Directory.GetFiles(Store.Directory, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/.locks/", StringComparison.Ordinal)), Has.Exactly(2).Items, "archive and sidecar");
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("{")]
    [TestCase("<html>")]
    [TestCase("{\"format\":1}")]
    [TestCase("{\"format\":1,\"name\":null,\"key\":\"a\",\"digest\":\"b\",\"size\":1}")]
    public async Task A_broken_sidecar_is_one_that_is_not_there_and_is_made_again(string text)
    {
        var sidecar = await PackAsync("core/a", "1.0", "a=1");
        var path = Store.PathOf(sidecar.Name) + ".json";
        await File.WriteAllTextAsync(path, text);
        Assert.That(Store.Find(sidecar.Name), Is.Null);
        Assert.That(Store.Find("core", "a", KeyOf('a')), Is.Null);
        Assert.That(Store.All(), Is.Empty);
        Assert.That((await PackAsync("core/a", "1.0", "a=1")).Digest, Is.EqualTo(sidecar.Digest));
        Assert.That(Store.Find(sidecar.Name), Is.Not.Null);
    }

    [TestCase("\"format\": 1", "\"format\": 2")]
    [TestCase("\"key\": \"aaaa", "\"key\": \"../aaaa")]
    [TestCase("\"category\": \"core\"", "\"category\": \"..\"")]
    [TestCase("\"category\": \"core\"", "\"category\": \"other\"")]
    [TestCase("\"version\": \"1.0\"", "\"version\": \"2.0\"")]
    public async Task A_sidecar_of_something_else_is_not_believed(string right, string wrong)
    {
        var sidecar = await PackAsync("core/a", "1.0", "a=1");
        var path = Store.PathOf(sidecar.Name) + ".json";
        var text = await File.ReadAllTextAsync(path);
        Assert.That(text, Does.Contain(right));
        await File.WriteAllTextAsync(path, text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.That(Store.Find(sidecar.Name), Is.Null);
        Assert.That(Store.All(), Is.Empty);
    }

    [Test]
    public async Task An_archive_that_is_not_whole_is_not_there()
    {
        var sidecar = await PackAsync("core/a", "1.0", "a=1");
        await File.AppendAllTextAsync(Store.PathOf(sidecar.Name), "x");
        Assert.That(Store.Find(sidecar.Name), Is.Null);
        File.Delete(Store.PathOf(sidecar.Name));
        Assert.That(Store.Find(sidecar.Name), Is.Null);
    }

    [Test]
    public async Task What_newer_ones_have_replaced_goes_with_its_sources()
    {
        var sources = InTop("sources");
        Directory.CreateDirectory(sources);
        foreach (var (id, version, source) in (ImmutableArray<(string, string, string)>)
            [("core/a", "1", "a-1.tar"), ("core/a", "2", "a-2.tar"), ("core/a", "3", "a-3.tar"), ("core/a", "4", "a-4.tar"), ("core/b", "1", "a-2.tar"), ("core/c", "1", "c-1.tar")])
        {
            await File.WriteAllTextAsync(Path.Combine(sources, source), source);
            await PackAsync(new(NameOf(id, version), KeyOf(version[0]), RootOf($"v={version}"), new()) { Sources = ImmutableSortedDictionary<string, string>.Empty.Add(source, KeyOf('0')) });
        }
        Assert.That(Going(keep: 3, needed: ""), Is.EqualTo(""));
        Assert.That(Going(keep: 1, needed: ""), Is.EqualTo("core/a-1-0.tar.zst core/a-2-0.tar.zst; a-1.tar"));
        Assert.That(Going(keep: 0, needed: "1"), Is.EqualTo("core/a-2-0.tar.zst core/a-3-0.tar.zst; a-3.tar"));
        var plan = PrunePlan.Of(Store.All(), 0, _ => false, ImmutableHashSet.Create("a-3.tar"));
        await plan.ApplyAsync(Store, sources, default);
        Assert.That(Store.All().Select(artifact => artifact.Name.ToString()), Is.EqualTo(["core/a-4-0.tar.zst", "core/b-1-0.tar.zst", "core/c-1-0.tar.zst"]));
        Assert.That(Directory.GetFiles(sources).Select(Path.GetFileName).Order(), Is.EqualTo(["a-2.tar", "a-3.tar", "a-4.tar", "c-1.tar"]));
        Assert.That(Directory.GetFiles(InTop("artifacts/triple/core")), Has.Length.EqualTo(6));
    }

    private string Going(int keep, string needed)
    {
        var plan = PrunePlan.Of(Store.All(), keep, artifact => artifact.Name.Version == needed, ImmutableHashSet<string>.Empty);
        return string.Join("; ", ((string[])[string.Join(' ', plan.Artifacts.Select(artifact => artifact.Name)), string.Join(' ', plan.Sources)]).Where(part => part.Length > 0));
    }
}
