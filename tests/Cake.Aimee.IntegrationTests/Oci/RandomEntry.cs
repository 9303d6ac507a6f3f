using Cake.Aimee.Tests.Oci;

namespace Cake.Aimee.IntegrationTests.Oci;

/// <summary>One entry of a random layer; texts are Latin-1, so that each char is a byte.</summary>
internal sealed record RandomEntry(string Path, char Type, string Content = "", string Link = "")
{
    /// <summary>The path without symbolic links on its way.</summary>
    public string RealPath { get; init; } = Path;

    public int Mode { get; init; } = 0x1a4;

    public int Uid { get; init; }

    public long Time { get; init; } = 1_000_000_000;

    public int Nanoseconds { get; init; }

    public string? Attribute { get; init; }

    /// <summary>How the path is written: a prefix such as <c>./</c>.</summary>
    public string Spelling { get; init; } = "";

    /// <summary>Whether long names are written GNU's way instead of pax's.</summary>
    public bool IsGnu { get; init; }

    public bool IsMarker => System.IO.Path.GetFileName(Path.TrimEnd('/')).StartsWith(".wh.", StringComparison.Ordinal);

    public void WriteTo(TarBuilder archive)
    {
        var path = Spelling + Path;
        var records = new List<string>();
        if (Nanoseconds != 0)
        {
            records.Add($"mtime={Time}.{Nanoseconds:d9}");
        }

        if (Attribute is not null)
        {
            records.Add($"SCHILY.xattr.user.note={Attribute}");
        }

        AddName(archive, records, path, "path", 'L');
        AddName(archive, records, Link, "linkpath", 'K');
        if (records.Count > 0)
        {
            archive.Pax([.. records]);
        }

        archive.Entry(path, Type, Content, Link, Mode, uid: Uid, time: Time, magic: IsGnu ? "ustar  \0" : "ustar\0" + "00");
    }

    public override string ToString() => $"{Type} {Spelling}{Path}{(Link.Length > 0 ? " -> " + Link : "")} {Content} {Convert.ToString(Mode, 8)}";

    private void AddName(TarBuilder archive, List<string> records, string name, string key, char type)
    {
        if (name.Length > 100 && IsGnu)
        {
            archive.Long(type, name);
        }
        else if (name.Length > 100)
        {
            records.Add($"{key}={name}");
        }
    }
}
