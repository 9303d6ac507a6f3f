using System.Collections.Immutable;
using System.Text;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages.InstallRoot;
using Cake.Aimee.Targets;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tests.Targets;

namespace Cake.Aimee.Tests.Stages.InstallRoot;

/// <summary>What a package has installed is looked at before it is packed.</summary>
internal sealed class InstallRootTests
{
    private const string BuildPath = "/trees/os/tmp/core/zlib";
    private const string Sysroot = "/trees/os/sysroot";

    private static readonly TargetTriple Target = TargetTriple.Parse("aarch64-unknown-linux-gnu");

    private TemporaryDirectory root = null!;

    [SetUp]
    public void Begin()
    {
        root = new TemporaryDirectory();
        root.Write("usr/share/doc/readme", "Nothing of interest: /trees/os/tmp/core/zlib-ng, /trees/os/sysroots\n");
    }

    [TearDown]
    public void End() => root.Dispose();

    [Test]
    public async Task A_sound_root_is_not_complained_of()
    {
        root.Write("etc/zlib.conf", "x");
        root.Write("usr/lib/libz.so.1", "");
        Link("usr/lib/libz.so", "libz.so.1");
        Link("usr/lib/deep", "../../usr/share/doc");
        Link("usr/share/again", "../lib/deep/readme");
        Link("etc/mtab", "/proc/self/mounts");
        Link("var/run", "../run");
        Link("bin", "usr/bin");
        Link("usr/bin/sh", "../../bin/../usr/share/doc/readme");
        Directory.CreateDirectory(In("tmp"));
        File.SetUnixFileMode(In("tmp"), (UnixFileMode)0b1_111_111_111);
        Assert.That(await FindAsync(), Is.Empty);
    }

    [Test]
    public async Task Files_where_the_hierarchy_has_no_place_are_told_of_by_directory()
    {
        root.Write("init", "x");
        root.Write("usr/man/man1/a.1", "x");
        root.Write("usr/man/man1/b.1", "x");
        root.Write("usr/local/bin/a", "x");
        root.Write("run/a.pid", "x");
        root.Write("usr/aarch64-linux-gnu/bin/ld", "x");
        Directory.CreateDirectory(In("proc"));
        Assert.That(await FindAsync(), Is.EqualTo([
            "warning AIM0151 /init is no place of the Filesystem Hierarchy Standard.",
            "warning AIM0151 /run is filled when the system runs, not by packages (1 files).",
            "warning AIM0151 /usr/local belongs to the system's administrator, not to packages (1 files).",
            "warning AIM0151 /usr/man is no place of the Filesystem Hierarchy Standard (2 files)."]));
    }

    [Test]
    public async Task Rights_that_are_too_wide_are_told_of()
    {
        root.Write("usr/bin/su", "x");
        root.Write("usr/bin/mail", "x");
        root.Write("etc/open", "x");
        Directory.CreateDirectory(In("var/spool/mail"));
        File.SetUnixFileMode(In("usr/bin/su"), (UnixFileMode)0b100_111_101_101);
        File.SetUnixFileMode(In("usr/bin/mail"), (UnixFileMode)0b010_111_101_101);
        File.SetUnixFileMode(In("etc/open"), (UnixFileMode)0b110_110_110);
        File.SetUnixFileMode(In("var/spool/mail"), (UnixFileMode)0b010_111_111_111);
        Assert.That(await FindAsync(), Is.EqualTo([
            "error AIM0152 /etc/open may be written to by everybody (mode 0666).",
            "error AIM0152 /var/spool/mail may be written to by everybody (mode 2777).",
            "error AIM0153 /usr/bin/mail runs with the rights of its group (mode 2755).",
            "error AIM0153 /usr/bin/su runs with the rights of its owner (mode 4755)."]));
    }

    [Test]
    public async Task Paths_of_the_build_are_found_wherever_they_stand()
    {
        root.Write("usr/lib/pkgconfig/zlib.pc", $"prefix={Sysroot}/usr\n");
        root.Write("usr/bin/zlib-config", $"#!/bin/sh\necho -L{BuildPath}/unpacked/zlib-1.3");
        root.Write("usr/share/end", $"ends in {BuildPath}");
        foreach (var offset in new[] { 0, 1, (1 << 20) - BuildPath.Length, (1 << 20) - 5, 1 << 20, (3 << 20) - 1 })
        {
            var bytes = new byte[offset + BuildPath.Length + 10];
            Encoding.ASCII.GetBytes(BuildPath).CopyTo(bytes, offset);
            File.WriteAllBytes(In($"usr/lib/at{offset:D8}"), bytes);
        }

        var found = await FindAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found, Has.Exactly(6).Matches("^warning AIM0154 /usr/lib/at[0-9]+ holds the path /trees/os/tmp/core/zlib.$"));
            Assert.That(found.Where(fault => !fault.Contains("/usr/lib/at")), Is.EqualTo([
                $"warning AIM0154 /usr/bin/zlib-config holds the path {BuildPath}.",
                $"warning AIM0154 /usr/share/end holds the path {BuildPath}.",
                $"error AIM0155 /usr/lib/pkgconfig/zlib.pc holds the path {Sysroot}."]));
        }
    }

    [Test]
    public async Task In_a_program_the_sysroot_may_stand_for_debuggers()
    {
        Assume.That(Programs.Find("aarch64-linux-gnu-gcc"), Is.Not.Null, "aarch64-linux-gnu-gcc is not installed");
        await ShellAsync($"mkdir -p usr/lib; echo 'const char *place = \"{Sysroot}/usr\";' >a.c; aarch64-linux-gnu-gcc -c -o usr/lib/a.o a.c; rm a.c");
        Assert.That(await FindAsync(), Is.EqualTo([$"warning AIM0155 /usr/lib/a.o holds the path {Sysroot}."]));
    }

    [Test]
    public async Task Of_a_path_below_another_the_longer_one_is_told()
    {
        root.Write("usr/share/a", $"{Sysroot}/usr");
        root.Write("usr/share/b", "/trees/os/packages");
        Assert.That(await FindAsync(Input() with { BuildPaths = ["/trees/os/"] }), Is.EqualTo([
            "warning AIM0154 /usr/share/b holds the path /trees/os.",
            $"warning AIM0154 /usr/share/doc/readme holds the path /trees/os.",
            $"error AIM0155 /usr/share/a holds the path {Sysroot}."]));
    }

    [Test]
    public async Task Links_that_lead_astray_are_told_of()
    {
        root.Write("usr/lib/libz.so.1", "x");
        Link("usr/lib/absolute.so", "/usr/lib/libz.so.1");
        Link("usr/lib/above", "../../../etc/passwd");
        Link("usr/lib/build", $"{BuildPath}/unpacked/libz.so");
        Link("usr/lib/root", root.Path + "/usr");
        Link("usr/lib/nothing", "libnone.so");
        Link("usr/lib/loop", "loop");
        Assert.That(await FindAsync(), Is.EqualTo([
            "warning AIM0157 /usr/lib/absolute.so leads to /usr/lib/libz.so.1, an absolute path.",
            "error AIM0158 /usr/lib/above leads to ../../../etc/passwd, above the root.",
            $"error AIM0158 /usr/lib/build leads to the build's own {BuildPath}/unpacked/libz.so.",
            $"error AIM0158 /usr/lib/root leads to the build's own {root.Path}/usr.",
            "warning AIM0159 /usr/lib/loop leads to loop, which the package does not have.",
            "warning AIM0159 /usr/lib/nothing leads to libnone.so, which the package does not have."]));
    }

    [Test]
    public async Task What_was_compiled_for_another_machine_is_told_of_in_archives_too()
    {
        Assume.That(Programs.Find("aarch64-linux-gnu-gcc"), Is.Not.Null, "aarch64-linux-gnu-gcc is not installed");
        await ShellAsync(
            """
            mkdir -p usr/bin usr/lib lib/firmware
            echo 'int main(void) { return 0; }' >main.c
            gcc -nostdlib -static -Wl,-e,main -o usr/bin/wrong main.c
            aarch64-linux-gnu-gcc -nostdlib -static -Wl,-e,main -o usr/bin/right main.c
            gcc -c -o host.o main.c; aarch64-linux-gnu-gcc -c -o target.o main.c
            ar rc usr/lib/libright.a target.o; ar rc usr/lib/libwrong.a target.o host.o
            cp usr/bin/wrong lib/firmware/blob
            rm main.c host.o target.o
            """);
        File.WriteAllBytes(In("usr/lib/big.so"), ElfDynamicTests.SharedObject(32, false, "libc.so.6", "big.so"));
        var machine = new ElfHeader(64, true, TargetTriple.Host.Elf.Machine, ElfType.Executable, 0, null, false).DifferencesFrom(Target)[0];
        Assert.That(await FindAsync(Input() with { Provided = ImmutableHashSet.Create("libc.so.6") }), Is.EqualTo([
            $"error AIM0150 /usr/bin/wrong {machine}.",
            "error AIM0150 /usr/lib/big.so is for ARM (32 bit), not AArch64.",
            $"error AIM0150 /usr/lib/libwrong.a {machine}."]));
    }

    [Test]
    public async Task Libraries_that_nobody_brings_are_told_of()
    {
        Assume.That(Programs.Find("aarch64-linux-gnu-gcc"), Is.Not.Null, "aarch64-linux-gnu-gcc is not installed");
        await ShellAsync(
            """
            mkdir -p usr/bin usr/lib
            echo 'int one(void) { return 1; }' >one.c; echo 'int one(void); int main(void) { return one(); }' >main.c
            for n in own other missing; do
                aarch64-linux-gnu-gcc -shared -fPIC -nostdlib -Wl,-soname,lib$n.so.1 -o lib$n.so one.c
            done
            aarch64-linux-gnu-gcc -nostdlib -Wl,-e,main -Wl,--no-as-needed -o usr/bin/main main.c ./libown.so ./libother.so ./libmissing.so
            mv libown.so usr/lib/libown.so.1.2; rm lib*.so *.c
            """);
        Assert.That(await FindAsync(Input() with { Provided = ImmutableHashSet.Create("libother.so.1") }), Is.EqualTo([
            "warning AIM0161 /usr/bin/main needs libmissing.so.1, which neither the package nor a run dependency has."]));
        Assert.That(await FindAsync(Input() with { IsProvidedComplete = false, OtherLibraries = new Dictionary<string, string> { ["libother.so.1"] = "core/other" } }), Is.EqualTo([
            "error AIM0161 /usr/bin/main needs libother.so.1, which core/other has, and that is no run dependency."]));
        Assert.That(SharedLibraries.ProvidedBy(root.Path), Is.EquivalentTo(["libown.so.1", "libown.so.1.2"]));
    }

    [Test]
    public async Task Nothing_at_all_is_told_of()
    {
        Directory.Delete(In("usr"), recursive: true);
        Directory.CreateDirectory(In("usr/bin"));
        Assert.That(await FindAsync(), Is.EqualTo(["warning AIM0160 Nothing is installed."]));
        Assert.That(await FindAsync(Input() with { Directory = In("none") }), Is.EqualTo(["warning AIM0160 Nothing is installed."]));
    }

    [Test]
    public async Task What_is_waived_is_silent_and_a_waiver_without_need_is_told_of()
    {
        root.Write("usr/lib/libz.la", "# libz.la - a libtool library file\n");
        Assert.That(await FindAsync(), Is.EqualTo(["warning AIM0156 /usr/lib/libz.la is a file of libtool."]));
        Assert.That(await FindAsync(Waived("libtool")), Is.Empty);
        Assert.That(await FindAsync(Waived("setuid", "libtool")), Is.EqualTo(["warning AIM0168 The check 'setuid' is waived, and finds nothing."]));
    }

    [Test]
    public async Task Where_nothing_can_be_waived_errors_are_warnings()
    {
        root.Write("etc/open", "x");
        File.SetUnixFileMode(In("etc/open"), (UnixFileMode)0b110_110_110);
        Assert.That(await FindAsync(Input() with { IsStrict = false }), Is.EqualTo(["warning AIM0152 /etc/open may be written to by everybody (mode 0666)."]));
    }

    [Test]
    public async Task Pipes_and_sockets_are_not_waited_for()
    {
        await ShellAsync("mkdir -p var/lib usr/lib; mkfifo var/lib/pipe usr/lib/libpipe.so");
        Assert.That(await FindAsync(), Is.Empty);
        Assert.That(SharedLibraries.ProvidedBy(root.Path), Is.Empty);
    }

    [Test]
    public async Task A_diagnostic_names_rules_file_advice_and_waiver()
    {
        root.Write("usr/lib/libz.la", "x");
        var found = await InstallRootChecks.FindAsync(Input() with { Location = new("packages/core/zlib/Buildrules") }, CancellationToken.None);
        Assert.That(found.Single().ToString(), Is.EqualTo(
            "packages/core/zlib/Buildrules: warning AIM0156: /usr/lib/libz.la is a file of libtool. "
            + "Remove it after installing: it leads other packages' links astray. (Waive it: libtool.)"));
    }

    [Test]
    public void Rules_can_waive_every_check() =>
        Assert.That(InstallRootCheck.All.Select(check => check.Name), Is.EqualTo(CheckNames.All));

    private InstallRootInput Input() => new(root.Path, Target) { BuildPaths = [BuildPath], Sysroots = [Sysroot] };

    private InstallRootInput Waived(params string[] names) => Input() with { Waivers = names.ToDictionary(name => name, _ => "because") };

    private Task<IEnumerable<string>> FindAsync() => FindAsync(Input());

    private static async Task<IEnumerable<string>> FindAsync(InstallRootInput input) =>
        from diagnostic in await InstallRootChecks.FindAsync(input, CancellationToken.None)
        select $"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Code} {diagnostic.Message}";

    private string In(string path) => Path.Combine(root.Path, path);

    private void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.CreateSymbolicLink(In(path), target);
    }

    private Task<ProcessResult> ShellAsync(string script) => new ProcessRunner().RunCheckedAsync(
        ProcessRequest.Of("sh", "-euc", script) with { WorkingDirectory = root.Path }, CancellationToken.None);
}
