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
        ["./build.sh --target=core/busybox --tree"] = InSample(@"core/musl:package"),

        // Stages.
        ["./build.sh --target=core/all:fetch --jobs=4"] = InSample(@"(?m)^core/zlib:fetch: "),
        ["./build.sh --target=core/busybox:install"] = Elsewhere<OwnTreeTests>(nameof(OwnTreeTests.Every_package_has_an_artifact)),
        ["./build.sh --target=Shell --package=core/zlib"] = InSample(@"core/zlib:compile: its environment, its sysroot"),

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
        ["dotnet tool install --global Cake.Aimee.Tool --prerelease"] = Elsewhere<UserTests>(nameof(UserTests.The_tool_is_installed_and_builds)),
        ["dotnet aimee"] = Elsewhere<ToolTests>(nameof(ToolTests.Without_words_it_tells_what_tasks_there_are)),
        ["dotnet aimee --target=List"] = Elsewhere<ToolTests>(nameof(ToolTests.It_works_in_the_tree_that_the_user_stands_in)),
        ["dotnet aimee --target=core/zlib"] = Elsewhere<UserTests>(nameof(UserTests.The_tool_is_installed_and_builds)),
        ["dotnet aimee --target=all:package"] = Elsewhere<UserTests>(nameof(UserTests.A_tree_from_the_template_builds_at_once)),
        ["dotnet aimee --target=List --format=json --verbosity=quiet --no-report"] = Elsewhere<ToolTests>(nameof(ToolTests.Answers_are_for_programs_too)),
        ["dotnet new install Cake.Aimee.Templates"] = Elsewhere<UserTests>(nameof(UserTests.A_tree_from_the_template_builds_at_once)),
        ["dotnet new aimee-tree -n myos"] = Elsewhere<UserTests>(nameof(UserTests.A_tree_from_the_template_builds_at_once)),
        ["cd myos"] = Elsewhere<UserTests>(nameof(UserTests.A_tree_from_the_template_builds_at_once)),
        ["dotnet tool restore"] = Elsewhere<UserTests>(nameof(UserTests.A_tree_from_the_template_builds_at_once)),

        // This repository's own.
        ["./build.sh --target=Test"] = new CommandCheck.Ci(),
    };

    private static CommandCheck.Run InSample(string prints) => new(Place.Sample, prints);

    private static CommandCheck.Run InOwnTree(string prints) => new(Place.OwnTree, prints);

    private static CommandCheck.Elsewhere Elsewhere<TFixture>(string test) => new(typeof(TFixture), test);
}
