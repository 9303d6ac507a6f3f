namespace Cake.Aimee.Diagnostics;

/// <summary>How a value of a YAML text is written.</summary>
public enum YamlForm
{
    /// <summary>A single value without quotes; also nothing at all.</summary>
    Plain,

    /// <summary>A single value in quotes.</summary>
    Quoted,

    /// <summary>A single value over the lines below (<c>|</c> or <c>&gt;</c>).</summary>
    Block,

    /// <summary>An alias of another value.</summary>
    Alias,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map with a line for each key.</summary>
    BlockMap,

    /// <summary>A map in braces.</summary>
    FlowMap,

    /// <summary>A map of one key in brackets, without braces of its own: <c>[a: b]</c>.</summary>
    FlowPair,
}
