namespace Cake.Aimee.Dsl;

/// <summary>The services that run builds for people who read them in a browser, as far as their pages want to be written to.</summary>
internal enum BuildService
{
    /// <summary>None, or one that shows plain lines.</summary>
    None,

    /// <summary>GitHub Actions: groups, and annotations beside lines of files.</summary>
    GitHub,

    /// <summary>GitLab CI: collapsible sections, and a report of faults beside lines of files.</summary>
    GitLab,

    /// <summary>Jenkins: nothing is folded, and faults are found in the log when they are said as compilers say them.</summary>
    Jenkins,
}
