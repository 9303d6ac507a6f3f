namespace Cake.Aimee.Images.Gentoo;

/// <summary>Which versions the toolchain is made of: <c>images.gentoo.versions</c>. Null is what Portage would take.</summary>
internal sealed record GentooVersions
{
    internal string? Binutils { get; init; }

    internal string? Gcc { get; init; }

    internal string? Libc { get; init; }

    internal string? Headers { get; init; }

    /// <summary>Of <c>dev-lang/rust</c> and, always the same, of the target's <c>rust-std</c>.</summary>
    internal string? Rust { get; init; }

    /// <summary>As options of crossdev.</summary>
    internal IEnumerable<string> Options =>
        from option in new[] { ("--binutils", Binutils), ("--gcc", Gcc), ("--libc", Libc), ("--kernel", Headers) }
        where option.Item2 is not null
        select $"{option.Item1} '{Operator(option.Item2)}{option.Item2}'";

    /// <summary>
    /// A package of just that version. Without an operator crossdev and Portage would take it for the newest that is
    /// allowed, and fall back to an older one without a word.
    /// </summary>
    /// <param name="package">The package, <c>sys-libs/glibc</c>.</param>
    /// <param name="version">Its version; any revision of it will do unless it names one (<c>2.41-r5</c>).</param>
    internal static string Atom(string package, string version) => $"{Operator(version)}{package}-{version}";

    private static string Operator(string version) =>
        version.LastIndexOf("-r", StringComparison.Ordinal) is var at and > 0 && version[(at + 2)..].All(char.IsAsciiDigit) ? "=" : "~";
}
