using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.Tests.Buildrules;

/// <summary>The default stage bodies build small projects, with real tools, for this machine and for another.</summary>
[TestFixture]
public sealed class BuildKindTests
{
    private const string Host = "x86_64-unknown-linux-gnu";
    private const string Foreign = "aarch64-unknown-linux-gnu";
    private const string ForeignTools = "aarch64-linux-gnu-";
    private const string Main = "int main(void) { return 0; }\n";

    private TemporaryDirectory directory = null!;

    [SetUp]
    public void SetUp() => directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => directory.Dispose();

    [TestCase(Host)]
    [TestCase(Foreign)]
    public async Task Make_builds_for_the_target(string target)
    {
        directory.Write("work/source/main.c", Main);
        directory.Write("work/source/Makefile", """
            tool: main.c
            	$(CC) $(WORDS) -o tool main.c
            install: tool
            	mkdir -p $(DESTDIR)$(PREFIX)/bin && cp tool $(DESTDIR)$(PREFIX)/bin/

            """);
        await Build(BuildKinds.Make, target, ["WORDS=-DA='\"b c\"'"], "make");
        Assert.That(Machine("install/usr/bin/tool"), Is.EqualTo(target.Split('-')[0]));
    }

    [TestCase(Host)]
    [TestCase(Foreign)]
    public async Task CMake_builds_for_the_target(string target)
    {
        directory.Write("work/source/main.c", Main);
        directory.Write("work/source/CMakeLists.txt", """
            cmake_minimum_required(VERSION 3.13)
            project(tool C)
            add_executable(tool main.c)
            install(TARGETS tool DESTINATION bin)
            """);
        await Build(BuildKinds.CMake, target, ["-DANY=1 2"], "cmake");
        Assert.That(Machine("install/usr/bin/tool"), Is.EqualTo(target.Split('-')[0]));
    }

    [TestCase(Host)]
    [TestCase(Foreign)]
    public async Task Meson_builds_for_the_target(string target)
    {
        directory.Write("work/source/main.c", Main);
        directory.Write("work/source/meson.build", "project('tool', 'c')\nexecutable('tool', 'main.c', install: true)\n");
        await Build(BuildKinds.Meson, target, ["--strip"], "meson", "ninja");
        Assert.That(Machine("install/usr/bin/tool"), Is.EqualTo(target.Split('-')[0]));
    }

    [TestCase(Host)]
    [TestCase(Foreign)]
    public async Task Autotools_builds_for_the_target(string target)
    {
        directory.Write("work/source/main.c", Main);
        directory.Write("work/source/configure", """
            #!/bin/sh
            printf '%s\n' "$@" >arguments
            cat >Makefile <<EOF
            tool: main.c
            	$CC -o tool main.c
            install: tool
            	mkdir -p \$(DESTDIR)/usr/bin \$(DESTDIR)/usr/lib && cp tool \$(DESTDIR)/usr/bin/ && touch \$(DESTDIR)/usr/lib/libx.la
            EOF

            """);
        File.SetUnixFileMode(Path.Combine(directory.Path, "work/source/configure"), (UnixFileMode)0b111_101_101);
        await Build(BuildKinds.Autotools, target, ["--with-x=a b"], "make");
        Assert.Multiple(() =>
        {
            Assert.That(Machine("install/usr/bin/tool"), Is.EqualTo(target.Split('-')[0]));
            Assert.That(File.ReadAllLines(Path.Combine(directory.Path, "work/source/arguments")), Does.Contain($"--host={target}").And.Contain($"--build={Host}").And.Contain("--with-x=a b"));
            Assert.That(Path.Combine(directory.Path, "install/usr/lib/libx.la"), Does.Not.Exist);
        });
    }

    [TestCase(Host)]
    [TestCase(Foreign)]
    public async Task Cargo_builds_for_the_target(string target)
    {
        directory.Write("work/source/Cargo.toml", "[package]\nname = \"tool\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
        directory.Write("work/source/Cargo.lock", "version = 3\n\n[[package]]\nname = \"tool\"\nversion = \"0.1.0\"\n");
        directory.Write("work/source/src/main.rs", "fn main() {}\n");
        var installed = await Output("rustc", "--print", "target-libdir", "--target", target);
        if (!Directory.Exists(installed))
        {
            Assert.Ignore($"Rust's standard library for {target} is not installed.");
        }

        await Build(BuildKinds.Cargo, target, ["--quiet"], "cargo");
        Assert.That(Machine("install/usr/bin/tool"), Is.EqualTo(target.Split('-')[0]));
    }

    [Test]
    public async Task Another_machines_package_is_never_built_with_this_machines_compiler()
    {
        directory.Write("work/source/main.c", Main);
        directory.Write("work/source/Makefile", "all:\n\t$(CC) -o tool main.c\ninstall: all\n");
        var result = await Run(BuildKinds.Make, "riscv32-unknown-linux-gnu", []);
        Assert.That(result.ExitCode, Is.Not.Zero);
        Assert.That(string.Join('\n', result.LastLines), Does.Contain("riscv32-unknown-linux-gnu-gcc"));
    }

    [Test]
    public void Without_options_a_body_has_no_words_of_its_callers() =>
        Assert.That(BuildKinds.Make.CompileBody([])!.Text, Does.StartWith("set --\n"));

    private async Task Build(BuildKind kind, string target, string[] options, params string[] tools)
    {
        foreach (var tool in tools.Append(target == Host ? "gcc" : ForeignTools + "gcc"))
        {
            if (FindProgram(tool) is null)
            {
                Assert.Ignore($"{tool} is not installed.");
            }
        }

        var result = await Run(kind, target, options);
        Assert.That(result.ExitCode, Is.Zero, () => string.Join('\n', result.LastLines));
    }

    private Task<ProcessResult> Run(BuildKind kind, string target, string[] options)
    {
        var tools = Directory.CreateDirectory(Path.Combine(directory.Path, "tools")).FullName;
        if (target == Foreign)
        {
            foreach (var tool in (string[])["gcc", "g++", "ar", "ranlib", "strip"])
            {
                File.CreateSymbolicLink(Path.Combine(tools, $"{Foreign}-{tool}"), FindProgram(ForeignTools + tool) ?? "/nonexistent");
            }
        }

        var variables = new Dictionary<string, string?>
        {
            ["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}",
            ["NAME"] = "tool",
            ["CBUILD"] = Host,
            ["CHOST"] = target,
            ["SYSROOT"] = Made("sysroot"),
            ["W"] = Made("work"),
            ["D"] = Made("install"),
            ["T"] = Made("tmp"),
            ["CC"] = null,
            ["RUSTUP_TOOLCHAIN"] = Environment.GetEnvironmentVariable("RUSTUP_TOOLCHAIN"),
        };
        var request = ProcessRequest.Of("sh", "-euc", kind.CompileBody(options)!.Text) with
        {
            WorkingDirectory = Path.Combine(directory.Path, "work", "source"),
        };
        return new ProcessRunner().RunAsync(
            request with { Environment = request.Environment.AddRange(variables) }, CancellationToken.None);
    }

    private static async Task<string> Output(string program, params string[] arguments) => FindProgram(program) is null
        ? ""
        : (await new ProcessRunner().RunAsync(ProcessRequest.Of(program, arguments), CancellationToken.None)).Output.Trim();

    private string Made(string name) => Directory.CreateDirectory(Path.Combine(directory.Path, name)).FullName;

    private string Machine(string file)
    {
        using var stream = File.OpenRead(Path.Combine(directory.Path, file));
        Span<byte> header = stackalloc byte[20];
        stream.ReadExactly(header);
        return header[18] switch { 62 => "x86_64", 183 => "aarch64", var other => $"machine {other}" };
    }

    private static string? FindProgram(string name) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Select(path => Path.Combine(path, name)).FirstOrDefault(File.Exists);
}
