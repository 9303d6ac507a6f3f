using Cake.Aimee.IntegrationTests.Images;
using Cake.Aimee.IntegrationTests.Images.Branches;
using Cake.Aimee.IntegrationTests.Images.Gentoo;
using Cake.Aimee.IntegrationTests.Packages;
using Cake.Aimee.IntegrationTests.Pipelines;
using Cake.Aimee.IntegrationTests.Stages;

namespace Cake.Aimee.IntegrationTests.Docs;

/// <summary>Each documented command, and how it is known to work.</summary>
internal static class CommandChecks
{
    public static readonly IReadOnlyDictionary<string, CommandCheck> All = new Dictionary<string, CommandCheck>
    {
        // The image chain.
        ["./build.sh --target=CrossImage"] = Elsewhere<ChainTests>(nameof(ChainTests.Every_image_is_labelled)),
        ["dotnet cake --target=CrossImage"] = Elsewhere<ScriptTests>(nameof(ScriptTests.It_finds_what_the_host_has_made)),
        ["./build.sh --target=CrossImage --explain"] = Elsewhere<ScriptTests>(nameof(ScriptTests.It_finds_what_the_host_has_made)),
        ["./build.sh --target=BuildImage"] = InOwnTree(@"build/build-aarch64-unknown-linux-gnu: up to date"),
        ["./build.sh --target=BuildImage --config=gentoo"] = Elsewhere<GentooChainTests>(nameof(GentooChainTests.It_succeeds_and_proves_the_toolchain)),
        ["./build.sh --target=GentooPlan --config=gentoo"] = Elsewhere<GentooChainTests>(nameof(GentooChainTests.Doctor_and_plan_tell_what_would_be_used)),
        ["./build.sh --target=Doctor --config=gentoo"] = Elsewhere<GentooChainTests>(nameof(GentooChainTests.Doctor_and_plan_tell_what_would_be_used)),
        ["./build.sh --target=Squash --input=image.tar --output=artifacts/images/mine --compression=zstd"] = InSample(@"2 layers of"),
        ["./build.sh --target=Flatten --input=image.tar --output=rootfs.tar"] = InSample(@"rootfs\.tar"),
        ["./build.sh --target=Layers --input=image.tar"] = InSample(@"wasted"),

        // Questions about a tree.
        ["./build.sh --target=Doctor"] = InSample(@"(?m)^target     aarch64-unknown-linux-gnu$"),
        ["./build.sh --target=List"] = InSample(@"(?m)^core/zlib     +1-0  A package$"),
        ["./build.sh --target=Lint"] = InSample(@"Lint"),
        ["./build.sh --target=Lint --format=json --output=tmp/lint.json"] = InSample(@"Lint"),
        ["./build.sh --target=Checksums --package=core/zlib"] = InSample(@"Written: packages/core/zlib/Buildrules"),
        ["./build.sh --target=Explain --package=core/zlib"] = InSample(@"(?m)^core/zlib:compile +\w+ "),
        ["./build.sh --target=Graph --format=html --output=tmp/graph.html"] = InSample(@"Graph"),
        ["./build.sh --target=Graph --format=html --output=graph.html"] = InSample(@"Graph"),
        ["./build.sh --target=Prune"] = InSample(@"Prune"),
        ["./build.sh --target=core/busybox --tree"] = InSample(@"core/musl:package"),

        // Stages.
        ["./build.sh --target=core/all:fetch --jobs=4"] = InSample(@"(?m)^core/zlib:fetch: "),
        ["./build.sh --target=core/busybox:install"] = Elsewhere<OwnTreeTests>(nameof(OwnTreeTests.Every_package_has_an_artifact)),
        ["./build.sh --target=Shell --package=core/zlib"] = InSample(@"core/zlib:compile: its environment, its sysroot"),
        ["./build.sh --target=Shell --package=apps/greet"] = Elsewhere<DocumentedCommandTests>(nameof(DocumentedCommandTests.Commands_do_in_a_small_tree_what_the_pages_say)),

        // The first hour, in which one command needs those before it.
        ["mkdir -p packages/apps/greet/source"] = InOwnTree(""),
        ["cat >packages/apps/greet/source/greet.c <<'END'"] = InOwnTree(""),
        ["cat >packages/apps/greet/Buildrules <<'END'"] = InOwnTree(""),
        ["./build.sh --target=Lint --package=apps/greet"] = InOwnTree(@"packages/apps/greet/Buildrules: warning AIM0124: "),
        ["./build.sh --target=apps/greet:install"] = InOwnTree(@"(?m)^apps/greet:install: ran in "),
        ["qemu-aarch64-static sysroot/aarch64-unknown-linux-gnu/usr/bin/greet"] = InOwnTree(@"^Hello from aarch64\.$"),
        ["sed -i 's/Hello/Good morning/' packages/apps/greet/source/greet.c"] = InOwnTree(""),
        ["./build.sh --target=Explain --package=apps/greet"] = InOwnTree(@"apps/greet:prep     run    changed: directory source/"),

        // CI.
        ["./build.sh --target=ImageBranches"] = Elsewhere<BranchChainTests>(nameof(BranchChainTests.A_system_of_the_shared_code_is_made_by_three_jobs)),
        ["git worktree add lib lib/main"] = Elsewhere<BranchChainTests>(nameof(BranchChainTests.A_system_of_the_shared_code_is_made_by_three_jobs)),
        ["dotnet cake --target=BranchImage"] = Elsewhere<BranchChainTests>(nameof(BranchChainTests.A_system_of_the_shared_code_is_made_by_three_jobs)),
        ["./build.sh --target=Pipeline --format=gitlab --output=.gitlab-ci.yml"] = Elsewhere<PipelineRunTests>(nameof(PipelineRunTests.Its_jobs_build_each_package_once_and_what_one_machine_builds)),
        ["./build.sh --target=Pipeline --format=gitlab --check"] = Elsewhere<PipelineRunTests>(nameof(PipelineRunTests.Its_jobs_build_each_package_once_and_what_one_machine_builds)),
        ["./build.sh --target=core/zlib:package --dependencies=pull"] = Elsewhere<PackageJobTests>(nameof(PackageJobTests.What_a_package_needs_comes_from_the_upstream_and_is_never_built)),

        // Packages and the tool.
        ["./build.sh --target=Pack"] = Elsewhere<PackageTests>(nameof(PackageTests.They_hold_what_was_read_and_need_nothing_else)),
        ["dotnet tool install --global Cake.Aimee.Tool --prerelease"] = OfTheTool,
        ["dotnet aimee"] = OfTheTool,
        ["dotnet aimee --target=List"] = OfTheTool,
        ["dotnet aimee --target=core/zlib"] = OfTheTool,
        ["dotnet aimee --target=all:package"] = OfTheTool,
        ["dotnet aimee --target=List --format=json --verbosity=quiet --no-report"] = OfTheTool,
        ["dotnet new install Cake.Aimee.Templates"] = OfTheTool,
        ["dotnet new aimee-tree -n myos"] = OfTheTool,
        ["cd myos"] = OfTheTool,
        ["dotnet tool restore"] = OfTheTool,
        ["dotnet tool update cake.tool"] = Elsewhere<UserTests>(nameof(UserTests.An_older_Cake_refuses_the_add_in_until_it_is_updated)),
        ["dotnet aimee completion bash"] = Elsewhere<CompletionTests>(nameof(CompletionTests.Bash_completes)),
        ["dotnet aimee completion bash >~/.aimee.bash"] = Elsewhere<CompletionTests>(nameof(CompletionTests.Bash_completes)),
        ["dotnet aimee completion fish | source"] = Elsewhere<CompletionTests>(nameof(CompletionTests.Fish_completes)),
        ["dotnet aimee --target=Pipeline --format=github --max-jobs=1 --output=.github/workflows/packages.yml"] =
            Elsewhere<UserTests>(nameof(UserTests.A_tree_from_the_template_goes_as_its_page_says)),
        ["dotnet cake"] = Elsewhere<UserTests>(nameof(UserTests.The_example_script_goes_as_its_page_says)),
        ["dotnet run --project build -- --target=Default --channel=beta"] = Elsewhere<UserTests>(nameof(UserTests.The_example_host_goes_as_its_page_says)),

        // This repository's own.
        ["./build.sh --target=Test"] = new CommandCheck.Ci(),
    };

    /// <summary>A whole page is typed as it stands, by somebody who has the packages.</summary>
    private static CommandCheck.Elsewhere OfTheTool => Elsewhere<UserTests>(nameof(UserTests.The_tool_and_the_template_go_as_their_pages_say));

    private static CommandCheck.Run InSample(string prints) => new(Place.Sample, prints);

    private static CommandCheck.Run InOwnTree(string prints) => new(Place.OwnTree, prints);

    private static CommandCheck.Elsewhere Elsewhere<TFixture>(string test) => new(typeof(TFixture), test);
}
