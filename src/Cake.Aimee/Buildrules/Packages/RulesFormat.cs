namespace Cake.Aimee.Buildrules.Packages;

/// <summary>What rules are written in.</summary>
public enum RulesFormat
{
    /// <summary>YAML, in the keys of this project.</summary>
    Yaml,

    /// <summary>Shell, as the older build engine reads it.</summary>
    Shell,
}
