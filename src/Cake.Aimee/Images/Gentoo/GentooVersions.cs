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
        select $"{option.Item1} {option.Item2}";
}
