using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Images;

/// <summary>The chain that a user has made: stage3, base, cross and build image of debian, by buildah, for aarch64.</summary>
internal sealed class ChainTests
{
    private Chain chain = null!;

    [OneTimeSetUp]
    public async Task Make() => chain = await Chain.MadeAsync();

    [Test]
    public void It_succeeds_and_names_each_image_in_the_end()
    {
        chain.FirstRun.Succeeded();
        foreach (var name in Chain.Names)
        {
            Assert.That(chain.FirstRun.Output, Does.Match($@"\n{Regex.Escape(name)}:latest +sha256:[0-9a-f]{{64}} +[0-9.]+ [MG]B  [0-9]+.*(s|min)"));
        }
    }

    [Test]
    public void The_toolchain_is_proved_before_the_cross_image_is_tagged() => Assert.That(
        chain.FirstRun.Output,
        Does.Match($@"build/cross-{UserTree.Target}: proof done in .*: compiled for {UserTree.Target} and run under qemu-aarch64-static\nbuild/cross-{UserTree.Target}: made in"));

    [Test]
    public async Task Every_image_is_labelled()
    {
        EngineImage? before = null;
        foreach (var name in Chain.Names)
        {
            var image = await Chain.ImageAsync(name);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(image.Labels[ImageLabels.Title], Is.EqualTo(name));
                Assert.That(image.Labels[ImageLabels.Created], Does.Match("^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$"));
                Assert.That(image.Labels[ImageLabels.System], Is.EqualTo("debian"));
                Assert.That(image.Labels[ImageLabels.Key], Does.Match("^[0-9a-f]{32}$"));
                Assert.That(ImageInputs.FromJson(image.Labels[ImageLabels.Inputs])?.Key, Is.EqualTo(image.Labels[ImageLabels.Key]));
                Assert.That(image.Labels.GetValueOrDefault(ImageLabels.Target), Is.EqualTo(name.Contains(UserTree.Target) ? UserTree.Target : null));
                Assert.That(image.Labels.GetValueOrDefault(ImageLabels.BaseName), Is.EqualTo(before is null ? null : $"{before.Labels[ImageLabels.Title]}:latest"));
                Assert.That(image.Labels.GetValueOrDefault(ImageLabels.BaseDigest), Is.EqualTo(before?.Digest));
            }

            before = image;
        }
    }

    [Test]
    public async Task The_build_image_is_one_layer_and_others_read_its_layout()
    {
        Require.Program("skopeo", "skopeo");
        var image = await Chain.ImageAsync(Chain.Names[3]);
        Assert.That(image.Layers, Is.EqualTo(1));

        var layout = chain.Tree.In($"artifacts/images/build-{UserTree.Target}");
        var read = JsonNode.Parse(await Machine.Buildah.Runner.OutputAsync("skopeo", "inspect", $"oci:{layout}"))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read["Layers"]!.AsArray(), Has.Count.EqualTo(1));
            Assert.That((string?)read["Labels"]![ImageLabels.Key], Is.EqualTo(image.Labels[ImageLabels.Key]));
            Assert.That((string?)read["Os"], Is.EqualTo("linux"));
            Assert.That((string?)read["Architecture"], Is.EqualTo(TargetTriple.Host.Oci.Architecture));
        }
    }

    [Test]
    public async Task No_caches_are_in_the_images()
    {
        foreach (var name in Chain.Names[1..])
        {
            var found = await InImageAsync(name, [], "find /var/cache/apt /var/lib/apt/lists /mnt -type f -size +0");
            Assert.That(found.Output, Is.Empty, name);
        }
    }

    [Test]
    public async Task Nothing_is_left_but_the_images_logs_and_containerfiles()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                (await Machine.Buildah.ImagesAsync()).Where(image => Chain.Names.Any(name => image.StartsWith($"localhost/{name}:", StringComparison.Ordinal))),
                Is.EquivalentTo(Chain.Names.Select(name => $"localhost/{name}:latest")));
            Assert.That(await Machine.Buildah.ImagesAsync(), Has.None.Contains("<none>"));
            Assert.That(await Machine.Buildah.ContainersAsync(), Is.Empty);
            foreach (var name in Chain.Names)
            {
                Assert.That(chain.Tree.In($"tmp/images/{name}/work"), Does.Not.Exist);
                Assert.That(Directory.GetFiles(chain.Tree.In($"tmp/images/{name}/log")), Is.Not.Empty);
                Assert.That(File.ReadAllText(chain.Tree.In($"tmp/images/{name}/Containerfile")), Does.StartWith($"# {name}, key ").And.Contain("\nFROM "));
            }
        }
    }

    [Test]
    public async Task A_c_program_is_compiled_in_the_build_image_and_runs_under_qemu()
    {
        using var work = new TemporaryDirectory();
        work.Write(
            "main.c",
            """
            #include <math.h>
            #include <stdio.h>

            int main(int argc, char **argv)
            {
                printf("%s %.3f\n", argv[argc - 1], sqrt(argc));
                return 3;
            }
            """);

        (await InImageAsync(Chain.Names[3], [new Mount(work.Path, "/mnt")], $"cd /mnt && {UserTree.Target}-gcc -O2 -Wall -Werror -static -o main main.c -lm")).Succeeded();

        Assert.That(ElfHeader.Read(Path.Combine(work.Path, "main"))?.DifferencesFrom(TargetTriple.Parse(UserTree.Target)), Is.Empty);
        var run = await RunAsync("qemu-aarch64-static", Path.Combine(work.Path, "main"), "hello");
        Assert.That((run.Output, run.ExitCode), Is.EqualTo(("hello 1.414\n", 3)));
    }

    [Test]
    public async Task A_crate_is_built_in_the_build_image_by_cargo_and_runs_under_qemu()
    {
        using var work = new TemporaryDirectory();
        work.Write("Cargo.toml", "[package]\nname = \"greeting\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
        work.Write(
            "src/main.rs",
            """
            use std::collections::BTreeMap;

            fn main() {
                let words: BTreeMap<_, _> = std::env::args().skip(1).map(|word| (word.len(), word)).collect();
                println!("{:?}", words);
            }
            """);

        (await InImageAsync(
            Chain.Names[3],
            [new Mount(work.Path, "/mnt")],
            "cd /mnt && RUSTFLAGS='-C target-feature=+crt-static' cargo build --offline --release --target aarch64-unknown-linux-gnu")).Succeeded();

        var program = Path.Combine(work.Path, "target", UserTree.Target, "release", "greeting");
        Assert.That(ElfHeader.Read(program)?.DifferencesFrom(TargetTriple.Parse(UserTree.Target)), Is.Empty);
        Assert.That((await RunAsync("qemu-aarch64-static", program, "three", "two")).Output, Is.EqualTo("{3: \"two\", 5: \"three\"}\n"));
    }

    [TestCase("make"), TestCase("cmake"), TestCase("meson"), TestCase("ninja"), TestCase("git"), TestCase("mksquashfs"), TestCase("mformat")]
    [TestCase("mkfs.vfat"), TestCase("xorriso"), TestCase("mkimage"), TestCase("grub-mkimage"), TestCase("qemu-img"), TestCase("pkg-config")]
    public async Task The_build_image_has(string program) =>
        Assert.That((await InImageAsync(Chain.Names[3], [], $"PATH=$PATH:/usr/sbin:/sbin command -v {program}")).Output, Does.EndWith($"/{program}\n"));

    [Test]
    public async Task A_second_run_makes_nothing()
    {
        var before = await Chain.IdsAsync();
        var second = (await chain.Tree.HostAsync("--target=BuildImage", "--explain")).Succeeded();
        using (Assert.EnterMultipleScope())
        {
            foreach (var name in Chain.Names)
            {
                Assert.That(second.Output, Does.Contain($"\n{name}: up to date\n"));
            }

            Assert.That(await Chain.IdsAsync(), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task From_a_directory_of_the_tree_the_same_tree_is_found()
    {
        Directory.CreateDirectory(chain.Tree.In("packages/core"));
        var run = await chain.Tree.RunInAsync(
            chain.Tree.In("packages/core"), ["dotnet", Repository.Host, $"--working={chain.Tree.In("packages")}", "--target=CrossImage"]);
        Assert.That(run.Succeeded().Output, Does.Contain($"{Chain.Names[2]}: up to date"));
    }

    private static async Task<UserResult> InImageAsync(string name, Mount[] mounts, string script)
    {
        await using var container = await Machine.Buildah.Engine.StartAsync(
            ImageReference.Parse(name), "aimee-look", [.. mounts], CancellationToken.None);
        var result = await container.RunAsync(new ContainerRun(script), CancellationToken.None);
        return new(result.ExitCode, result.ExitCode == 0 ? result.Output : string.Join('\n', result.LastLines));
    }

    private static Task<ProcessResult> RunAsync(string program, params string[] arguments) =>
        new ProcessRunner().RunAsync(new ProcessRequest(program, [.. arguments]), CancellationToken.None);
}
