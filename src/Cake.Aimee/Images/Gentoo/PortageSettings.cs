using System.Collections.Immutable;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>
/// The config's settings as files of Portage. Each has a name of its own, <c>aimee</c>, in a directory of Portage's, so
/// that users can put theirs beside it.
/// </summary>
internal static class PortageSettings
{
    private const string Portage = "/etc/portage";

    /// <summary>
    /// The stage3's single make.conf becomes the first in a directory: Portage reads a directory's files in the order
    /// of their names, and later ones win.
    /// </summary>
    internal const string MakeConfScript =
        """
        cd /etc/portage
        if [ -f make.conf ]; then
            mv make.conf make.conf.stage3
            mkdir make.conf
            mv make.conf.stage3 make.conf/00-stage3
        fi
        if [ -f make.conf.aimee ]; then
            mv make.conf.aimee make.conf/aimee
        fi
        for directory in env package.accept_keywords package.env package.mask package.unmask package.use profile repos.conf; do
            mkdir -p "$directory"
        done
        """;

    /// <summary>The files.</summary>
    internal static ImmutableArray<ImageFile> Files(GentooOptions options, ImageContext context) =>
    [
        .. File("make.conf.aimee", MakeConf(options, context)),
        .. File("package.use/aimee", options.PackageUse),
        .. File("package.accept_keywords/aimee", [.. GentooPackages.Testing, .. options.PackageAcceptKeywords]),
        .. options.Env.SelectMany(entry => File($"env/aimee/{EnvironmentFile(entry.Key)}", entry.Value)),
        .. File("package.env/aimee", [.. options.Env.Keys.Select(package => $"{package} aimee/{EnvironmentFile(package)}")]),
        .. File("repos.conf/aimee.conf", ["[gentoo]", "location = /var/db/repos/gentoo", "sync-type = webrsync", "sync-webrsync-verify-signature = true"]),
        .. Binhost(options, context) is { } address
            ? File("binrepos.conf/aimee.conf", ["[DEFAULT]", "verify-signature = true", "", "[aimee]", "priority = 10", $"sync-uri = {address}", "location = /var/cache/binhost/aimee"])
            : [],
    ];

    /// <summary>Where binary packages come from; null when none are taken.</summary>
    internal static string? Binhost(GentooOptions options, ImageContext context) => (options.Binhost, context.BuildMachine.Gentoo.Architecture) switch
    {
        ("none", _) => null,
        ("auto", "amd64") => $"{Stage3Location.Mirror(context)}/releases/amd64/binpackages/23.0/x86-64",
        ("auto", "arm64") => $"{Stage3Location.Mirror(context)}/releases/arm64/binpackages/23.0/arm64",
        ("auto", _) => null,
        var (address, _) => address,
    };

    // The mirror of the stage3 has the repository's snapshots and the distfiles as well; the user's own word comes last.
    private static ImmutableArray<string> MakeConf(GentooOptions options, ImageContext context) =>
    [
        .. context.Config.Images.Stage3.Mirror is null ? [] : new[] { Assign("GENTOO_MIRRORS", Stage3Location.Mirror(context)) },
        .. options.Use.IsEmpty ? [] : new[] { Assign("USE", $"${{USE}} {string.Join(' ', options.Use)}") },
        .. options.Keywords.IsEmpty ? [] : new[] { Assign("ACCEPT_KEYWORDS", string.Join(' ', options.Keywords)) },
        .. options.MakeConf.Select(variable => Assign(variable.Key, variable.Value)),
    ];

    private static string Assign(string name, string value) =>
        $"{name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string EnvironmentFile(string package) => package.Replace('/', '_') + ".conf";

    private static IEnumerable<ImageFile> File(string name, ImmutableArray<string> lines) =>
        lines.IsEmpty ? [] : [new($"{Portage}/{name}", string.Concat(lines.Select(line => line + "\n")))];
}
