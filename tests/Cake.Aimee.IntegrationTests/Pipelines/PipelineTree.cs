using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cake.Aimee.IntegrationTests.Artifacts;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Pipelines;

/// <summary>
/// A tree in a repository, with packages of all kinds that need each other: rules in YAML and in shell, a tool for the
/// build machine, a program compiled for another machine from a source that is fetched, a split.
/// </summary>
internal sealed class PipelineTree : IAsyncDisposable
{
    private readonly BuildahStore store = BuildahStore.Create();

    private PipelineTree(NginxServer server, string serverDirectory)
    {
        (Server, ServerDirectory) = (server, serverDirectory);
        Tree = new UserTree(store);
    }

    /// <summary>The tree.</summary>
    public UserTree Tree { get; }

    /// <summary>What the jobs share.</summary>
    public NginxServer Server { get; }

    /// <summary>The upstream's address.</summary>
    public string Upstream => $"http://127.0.0.1:{Server.Port.ToString(CultureInfo.InvariantCulture)}/os";

    /// <summary>What a CI service puts into the environment of jobs: the server's password.</summary>
    public static ImmutableDictionary<string, string?> Secrets { get; } = ImmutableDictionary<string, string?>.Empty.Add("OS_UPSTREAM", "me:geheim");

    private string ServerDirectory { get; }

    /// <summary>Makes the tree, and starts a server.</summary>
    public static async Task<PipelineTree> CreateAsync()
    {
        if (NginxServer.Program is null)
        {
            Require.Program("nginx", "nginx");
        }

        var directory = Directory.CreateTempSubdirectory("aimee-nginx-").FullName;
        var tree = new PipelineTree(await NginxServer.StartAsync(directory, makesDirectories: true), directory);
        await tree.WriteAsync();
        return tree;
    }

    /// <summary>Another machine: a clone that has nothing but the checkout.</summary>
    public async Task<UserTree> CloneAsync()
    {
        var clone = new UserTree(store);
        Directory.Delete(clone.Path, recursive: true);
        await GitAsync("clone", "-q", Tree.Path, clone.Path);
        return clone;
    }

    /// <summary>Commits all that is in the tree.</summary>
    public Task CommitAsync() => CommitAsync(Tree.Path);

    /// <summary>Commits all that is in a directory, which becomes a repository if it is none.</summary>
    public static async Task CommitAsync(string directory)
    {
        await GitAsync("init", "-q", "-b", "main", directory);
        await GitAsync("-C", directory, "add", "-A");
        await GitAsync("-C", directory, "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "Tree");
    }

    /// <summary>The artifacts that an upstream holds: key, name and digest of each.</summary>
    public static string[] Pushed(NginxServer server) =>
    [
        .. Directory.GetFiles(Path.Combine(server.Files, "os/keys")).Select(path => Line(JsonNode.Parse(File.ReadAllText(path))!)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The artifacts that a tree holds, in the same words; their bytes have the digests that are said.</summary>
    public static string[] Built(UserTree tree)
    {
        var sidecars = Directory.GetFiles(tree.In("artifacts"), "*.json", SearchOption.AllDirectories);
        return
        [
            .. sidecars.Select(path =>
            {
                var sidecar = JsonNode.Parse(File.ReadAllText(path))!;
                Assert.That(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path[..^".json".Length]))), Is.EqualTo((string?)sidecar["digest"]));
                return Line(sidecar);
            }).Order(StringComparer.Ordinal),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        Tree.Dispose();
        await store.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(ServerDirectory, recursive: true);
    }

    private static string Line(JsonNode sidecar) => $"{sidecar["key"]} {sidecar["name"]} {sidecar["digest"]}";

    private static Task<ProcessResult> GitAsync(params string[] words) => new ProcessRunner().RunCheckedAsync(new ProcessRequest("git", [.. words]), default);

    private async Task WriteAsync()
    {
        Tree.Write(
            ".builder/config",
            $$"""
            target: {{UserTree.Target}}
            upstream: {sources: {{Upstream}}/sources, artifacts: {{Upstream}}, push: true, credentials: OS_UPSTREAM}
            pipeline: {command: dotnet {{Repository.Host}} --working=$PWD, before: []}
            """);
        Tree.Write(".gitignore", "/tmp/\n/artifacts/\n/sources/\n/sysroot/\n/.gitlab-ci-local/\n");
        Tree.Write("packages/core/libgreet/Buildrules", Rules(
            """
            build: make
            split: {dev: {files: [usr/include, "usr/lib/*.a"]}}
            compile: |
              make CC=aarch64-linux-gnu-gcc AR=aarch64-linux-gnu-ar
              make install DESTDIR=$D
            """));
        Tree.Write("packages/core/libgreet/source/greet.c", "const char *greeting(void) { return \"hello\"; }\n");
        Tree.Write("packages/core/libgreet/source/greet.h", "const char *greeting(void);\n");
        Tree.Write("packages/core/libgreet/source/Makefile",
            "libgreet.a: greet.o\n\t$(AR) rcsD $@ greet.o\ninstall:\n\tinstall -D -m 644 libgreet.a $(DESTDIR)/usr/lib/libgreet.a\n\tinstall -D -m 644 greet.h $(DESTDIR)/usr/include/greet.h\n\tmkdir -p $(DESTDIR)/usr/share/greet\n\techo 1 >$(DESTDIR)/usr/share/greet/version\n");
        // Shell rules; the source is fetched from a server.
        Tree.Write("packages/core/hello/Buildrules",
            $$"""
            VERSION="1"
            DESCRIPTION="Greets"
            LICENSE="MIT"
            BDEPENDS="core/libgreet-dev"
            SOURCE_URI="http://me:geheim@127.0.0.1:{{Server.Port.ToString(CultureInfo.InvariantCulture)}}/hello-1.tar.gz"

            pkg_compile() {
            	aarch64-linux-gnu-gcc -static -I"$SYSROOT/usr/include" -L"$SYSROOT/usr/lib" -o hello hello.c -lgreet
            	install -D -m 755 hello "$D/usr/bin/hello"
            }

            """);
        Tree.Write("packages/tools/shout/Buildrules", Rules("compile: install -D -m 755 $F/shout $D/usr/bin/shout\nfiles: [shout]\n"));
        Tree.Write("packages/tools/shout/files/shout", "#!/bin/sh\ntr a-z A-Z\n");
        Tree.Write("packages/data/words/Buildrules", Rules("depends: {host: [tools/shout]}\ncompile: |\n  mkdir -p $D/usr/share\n  echo words | shout >$D/usr/share/words\n"));
        Tree.Write("packages/core/image/Buildrules", Rules(
            """
            depends: {build: [core/hello, data/words]}
            compile: |
              mkdir -p $D/usr/share
              cat $SYSROOT/usr/bin/hello $SYSROOT/usr/share/words | cksum >$D/usr/share/image
            """));
        await WriteSourceAsync();
    }

    private async Task WriteSourceAsync()
    {
        var source = Path.Combine(ServerDirectory, "hello-1");
        Directory.CreateDirectory(source);
        await File.WriteAllTextAsync(Path.Combine(source, "hello.c"), "#include <stdio.h>\n#include <greet.h>\nint main(void) { return puts(greeting()) < 0; }\n");
        await new ProcessRunner().RunCheckedAsync(
            ProcessRequest.Of("tar", "-C", ServerDirectory, "-czf", Path.Combine(Server.Files, "hello-1.tar.gz"), "hello-1"), default);
        var digest = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Server.Files, "hello-1.tar.gz"))));
        Tree.Write("packages/core/hello/Digests", $"{digest}  hello-1.tar.gz\n");
    }

    private static string Rules(string more) => $"version: 1\ndescription: A package\nlicense: MIT\n{more}\n";
}
