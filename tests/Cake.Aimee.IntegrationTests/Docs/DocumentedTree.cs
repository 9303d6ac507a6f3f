using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Oci;

namespace Cake.Aimee.IntegrationTests.Docs;

/// <summary>Trees in which documented commands can be typed as they stand.</summary>
internal static class DocumentedTree
{
    /// <summary>Makes the packages that the pages name, small, and an image.</summary>
    public static async Task FillAsync(StageTree stages)
    {
        var tree = stages.Tree;
        await AddBuildScriptAsync(tree);
        tree.Write("local/zlib-1.txt", "content\n");
        tree.Write("packages/core/musl/Buildrules", StageTree.Rules("none", "compile: |\n  mkdir -p $D/usr/lib\n  echo musl >$D/usr/lib/musl\n"));
        tree.Write("packages/core/zlib/Buildrules", StageTree.Rules(
            "none", $"sources:\n  - file://{tree.In("local")}/zlib-${{VERSION}}.txt\ndepends: {{build: [core/musl]}}\ncompile: |\n  mkdir -p $D/usr/lib\n  cp $W/zlib-1.txt $D/usr/lib/zlib\n"));
        tree.Write("packages/core/busybox/Buildrules", StageTree.Rules("none", "depends: {build: [core/musl]}\ncompile: |\n  mkdir -p $D/bin\n  echo busybox >$D/bin/busybox\n"));
        ImageBuilder.WriteArchive(
            tree.In("image.tar"),
            new ImageBuilder(
                new TarBuilder().Directory("etc").File("etc/name", "old").ToArray(),
                new TarBuilder().Directory("etc").File("etc/name", "new").ToArray()).LayoutFiles());
    }

    /// <summary>A tree with this repository's packages and configs, in a place of its own.</summary>
    public static async Task<UserTree> CopyOwnAsync(TestEngine engine)
    {
        var copy = new UserTree(engine);
        await new ProcessRunner().RunCheckedAsync(
            ProcessRequest.Of("cp", "-a", Path.Combine(Repository.Top, "packages"), Path.Combine(Repository.Top, ".builder"), copy.Path), CancellationToken.None);
        await AddBuildScriptAsync(copy);
        return copy;
    }

    /// <summary>Types a command, with nothing more to be typed after it.</summary>
    public static async Task<UserResult> TypeAsync(UserTree tree, string command)
    {
        tree.Write("command.sh", $"exec </dev/null\n{command}\n");
        return await tree.RunInAsync(tree.Path, ["sh", "-e", "command.sh"]);
    }

    /// <summary>The host is compiled already: <c>build.sh</c> hands on to it at once.</summary>
    private static async Task AddBuildScriptAsync(UserTree tree)
    {
        tree.Write("build.sh", $"#!/bin/sh\nexec dotnet {Repository.Host} --working=\"$PWD\" \"$@\"\n");
        await new ProcessRunner().RunCheckedAsync(ProcessRequest.Of("chmod", "+x", tree.In("build.sh")), CancellationToken.None);
    }
}
