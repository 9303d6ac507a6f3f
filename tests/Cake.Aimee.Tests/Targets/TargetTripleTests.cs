using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Targets;

internal sealed class TargetTripleTests
{
    private static readonly ProcessRunner Runner = new();

    [TestCase("aarch64-unknown-linux-gnu", "aarch64-unknown-linux-gnu")]
    [TestCase("aarch64-linux-gnu", "aarch64-unknown-linux-gnu")]
    [TestCase("arm64-linux-gnu", "aarch64-unknown-linux-gnu")]
    [TestCase("AArch64", "aarch64-unknown-linux-gnu")]
    [TestCase("arm64", "aarch64-unknown-linux-gnu")]
    [TestCase("aarch64-buildroot-linux-musl", "aarch64-unknown-linux-musl")]
    [TestCase("x86_64-pc-linux-gnu", "x86_64-unknown-linux-gnu")]
    [TestCase("amd64-linux-musl", "x86_64-unknown-linux-musl")]
    [TestCase("i386-pc-linux-gnu", "i686-unknown-linux-gnu")]
    [TestCase("i486-linux-gnu", "i686-unknown-linux-gnu")]
    [TestCase("i586-unknown-linux-musl", "i686-unknown-linux-musl")]
    [TestCase("armv7-unknown-linux-gnueabihf", "armv7a-unknown-linux-gnueabihf")]
    [TestCase("armv7a-hardfloat-linux-gnueabihf", "armv7a-unknown-linux-gnueabihf")]
    [TestCase("arm-linux-gnueabihf", "armv7a-unknown-linux-gnueabihf")]
    [TestCase("armhf", "armv7a-unknown-linux-gnueabihf")]
    [TestCase("arm-unknown-linux-gnueabihf", "armv6-unknown-linux-gnueabihf")]
    [TestCase("armv6j-unknown-linux-musleabihf", "armv6-unknown-linux-musleabihf")]
    [TestCase("armv6l-linux-gnueabihf", "armv6-unknown-linux-gnueabihf")]
    [TestCase("riscv64gc-unknown-linux-gnu", "riscv64-unknown-linux-gnu")]
    [TestCase("ppc64le-linux-gnu", "powerpc64le-unknown-linux-gnu")]
    [TestCase("powerpc64le-linux-musl", "powerpc64le-unknown-linux-musl")]
    [TestCase("s390x-ibm-linux-gnu", "s390x-unknown-linux-gnu")]
    [TestCase("loong64", "loongarch64-unknown-linux-gnu")]
    [TestCase("mips64el-linux-gnuabi64", "mips64el-unknown-linux-gnuabi64")]
    [TestCase("mips64el-linux-musl", "mips64el-unknown-linux-muslabi64")]
    [TestCase(" x86_64-linux ", "x86_64-unknown-linux-gnu")]
    public void A_triple_is_known_by_all_its_names(string text, string expected) =>
        Assert.That(TargetTriple.Parse(text).ToString(), Is.EqualTo(expected));

    [TestCase("aarch46-unknown-linux-gnu", "Near it are aarch64-unknown-linux-gnu, aarch64-unknown-linux-musl")]
    [TestCase("risc64-linux-gnu", "riscv64-unknown-linux-gnu")]
    [TestCase("armv7a-unknown-linux-gnu", "armv7a-unknown-linux-gnueabihf")]
    [TestCase("mips64el-unknown-linux-gnu", "mips64el-unknown-linux-gnuabi64")]
    [TestCase("x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu")]
    [TestCase("", "There are aarch64-unknown-linux-gnu")]
    [TestCase("--", "There are aarch64-unknown-linux-gnu")]
    public void An_unknown_one_is_an_error_with_near_ones(string text, string expected) =>
        Assert.That(() => TargetTriple.Parse(text), Throws.TypeOf<AimeeException>()
            .With.Message.StartsWith($"The target '{text}' is not known.").And.Message.Contain(expected));

    [Test]
    public void Every_name_of_every_target_leads_back_to_it()
    {
        foreach (var target in TargetTriple.All)
        {
            Assert.That(TargetTriple.TryParse(target.Canonical), Is.EqualTo(target));
            Assert.That(TargetTriple.TryParse(target.Rust), Is.EqualTo(target));
            Assert.That(TargetTriple.TryParse(target.Gentoo.Chost), Is.EqualTo(target));
            Assert.That(target.DebianArchitecture is null ? target : TargetTriple.TryParse(target.DebianGnuType), Is.EqualTo(target));
        }
    }

    [Test]
    public async Task The_host_is_the_machine_that_the_kernel_says()
    {
        var machine = await Runner.RunCheckedAsync(ProcessRequest.Of("uname", "-m"), CancellationToken.None);
        Assert.That(TargetTriple.Host, Is.EqualTo(TargetTriple.Parse(machine.Output)));
        Assert.That(ElfHeader.Read("/proc/self/exe")!.DifferencesFrom(TargetTriple.Host), Is.Empty);
    }

    [TestCaseSource(typeof(TargetTriple), nameof(TargetTriple.All))]
    public async Task Dpkg_agrees(TargetTriple target)
    {
        Assume.That(Programs.Find("dpkg-architecture"), Is.Not.Null, "dpkg-architecture (package dpkg-dev) is not installed");
        Assume.That(target.DebianArchitecture, Is.Not.Null, "dpkg has no name for it");
        var result = await Runner.RunAsync(
            ProcessRequest.Of("dpkg-architecture", "--force", "--host-arch", target.DebianArchitecture!), CancellationToken.None);
        var facts = result.Output.Split('\n').Select(line => line.Split('=')).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(facts["DEB_HOST_MULTIARCH"], Is.EqualTo(target.DebianMultiarch));
            Assert.That(facts["DEB_HOST_GNU_TYPE"], Is.EqualTo(target.DebianGnuType));
            Assert.That(facts["DEB_HOST_ARCH_BITS"], Is.EqualTo($"{target.Elf.Bits}"));
            Assert.That(facts["DEB_HOST_ARCH_ENDIAN"], Is.EqualTo(target.Elf.IsLittleEndian ? "little" : "big"));
        }
    }

    [Test]
    public async Task Rustc_knows_them_all()
    {
        Assume.That(Programs.Find("rustc"), Is.Not.Null, "rustc is not installed");
        var list = await Runner.RunCheckedAsync(ProcessRequest.Of("rustc", "--print", "target-list"), CancellationToken.None);
        Assert.That(TargetTriple.All.Select(target => target.Rust), Is.SubsetOf(list.Output.Split('\n')));
    }

    [Test]
    public void Rpm_knows_them_all()
    {
        const string Facts = "/usr/lib/rpm/rpmrc";
        Assume.That(Facts, Does.Exist, "rpm is not installed");
        var known = File.ReadLines(Facts)
            .Where(line => line.StartsWith("arch_canon:", StringComparison.Ordinal))
            .Select(line => line.Split((char[])[' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries)[1]);
        Assert.That(TargetTriple.All.Select(target => target.RpmArchitecture).Distinct(), Is.SubsetOf(known));
    }

    [Test]
    public void The_table_is_as_it_was_verified() => Verified.Matches(
        string.Join("\n\n", TargetTriple.All.Select(target =>
            $"""
            {target}
              debian  {target.DebianArchitecture ?? "-"}, {target.DebianMultiarch}, {target.DebianGnuType}-gcc
              rpm     {target.RpmArchitecture}
              gentoo  {target.Gentoo.Chost}, {target.Gentoo.Architecture}, {target.Gentoo.Profile ?? "-"}
              oci     {target.Oci}
              linux   {target.KernelArchitecture}
              rust    {target.Rust}
              qemu    {target.Qemu}
              elf     {target.Elf.Machine}, {target.Elf.Bits} bits, {(target.Elf.IsLittleEndian ? "little" : "big")}-endian, {target.Elf.DynamicLinker} {target.Elf.Abi}
            """.ReplaceLineEndings("\n").TrimEnd())) + "\n", "Targets");
}
