using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Pages;

/// <summary>Thirty packages of a small system, with what they need, and how long each would compile: for pictures.</summary>
internal static class SampleSystem
{
    private static readonly SourceLocation Location = new("Buildrules");

    private static readonly (string Id, double Seconds, string Needs)[] All =
    [
        ("core/linux-headers", 4, ""),
        ("core/musl", 31, "core/linux-headers"),
        ("core/busybox", 44, "core/musl"),
        ("core/zlib", 9, "core/musl"),
        ("core/ncurses", 27, "core/musl"),
        ("core/readline", 13, "core/ncurses"),
        ("core/bash", 36, "core/readline"),
        ("core/util-linux", 52, "core/ncurses core/zlib"),
        ("libs/expat", 12, "core/musl"),
        ("libs/libffi", 8, "core/musl"),
        ("libs/pcre2", 24, "core/musl"),
        ("libs/openssl", 96, "core/zlib"),
        ("libs/libssh2", 15, "libs/openssl"),
        ("libs/nghttp2", 18, "core/musl"),
        ("libs/sqlite", 29, "core/readline core/zlib"),
        ("libs/libxml2", 26, "core/zlib"),
        ("libs/glib", 61, "libs/libffi libs/pcre2 core/zlib"),
        ("libs/dbus", 22, "libs/expat"),
        ("net/curl", 34, "libs/openssl libs/nghttp2 libs/libssh2"),
        ("net/openssh", 41, "libs/openssl core/zlib"),
        ("net/nginx", 30, "libs/openssl libs/pcre2 core/zlib"),
        ("net/wget", 21, "libs/openssl libs/pcre2"),
        ("tools/git", 48, "net/curl libs/expat core/zlib"),
        ("tools/python", 118, "libs/openssl libs/libffi libs/sqlite libs/expat"),
        ("tools/vim", 33, "core/ncurses"),
        ("tools/strace", 19, "core/musl"),
        ("tools/htop", 10, "core/ncurses"),
        ("boot/dtc", 6, "core/musl"),
        ("boot/u-boot", 38, "boot/dtc"),
        ("boot/e2fsprogs", 25, "core/util-linux"),
    ];

    public static IEnumerable<Package> Packages => All.Select(item => new Package
    {
        Id = item.Id,
        Category = item.Id.Split('/')[0],
        Name = item.Id.Split('/')[1],
        Version = "1",
        Release = "0",
        Location = Location,
        Depends = new() { Build = [.. item.Needs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(need => new Dependency(need, Location))] },
    });

    /// <summary>How long a stage takes, in seconds.</summary>
    public static double SecondsOf(string package, string stage)
    {
        var seconds = All.Single(item => item.Id == package).Seconds;
        return stage switch { "compile" => seconds, "prep" => 0.5 + (seconds / 30), "fetch" => 1 + (seconds / 20), _ => 0.4 + (seconds / 60) };
    }
}
