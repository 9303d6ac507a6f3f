namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>Where things are in a sysroot.</summary>
/// <param name="Root">The sysroot.</param>
internal sealed record SysrootPlaces(string Root)
{
    /// <summary>The name of the directory with all that is known of the packages.</summary>
    public const string StateName = ".installed";

    /// <summary>What is known of the packages.</summary>
    public string Packages => Path.Combine(State, "packages");

    /// <summary>The change that has been begun.</summary>
    public string Intent => Path.Combine(State, "intent.json");

    /// <summary>Directories that were made for packages that are no more, and in which there was something.</summary>
    public string Directories => Path.Combine(State, "directories");

    /// <summary>Held by whoever changes the sysroot.</summary>
    public string Lock => Path.Combine(State, "lock");

    private string State => Path.Combine(Root, StateName);

    /// <summary>The place of a file of the sysroot.</summary>
    public string Of(string path) => Path.Combine(Root, path);

    /// <summary>Where the files of changes wait.</summary>
    public string Changes => Path.Combine(State, "changes");

    /// <summary>Where a change's files wait.</summary>
    public string Change(string change) => Path.Combine(Changes, change);

    /// <summary>Held as long as a change goes on.</summary>
    public string Alive(string change) => Change(change) + ".lock";

    /// <summary>What comes with a change.</summary>
    public string New(string change) => Path.Combine(Change(change), "new");

    /// <summary>What goes with it.</summary>
    public string Old(string change) => Path.Combine(Change(change), "old");

    /// <summary>A file that was made just before the post-install began.</summary>
    public string Stamp(string change) => Path.Combine(Change(change), "post-install");
}
