namespace Cake.Aimee.Diagnostics;

/// <summary>A single value of a YAML file, as text. What the text means is for its reader to say.</summary>
public sealed class YamlScalar : YamlNode
{
    /// <summary>A scalar at its place.</summary>
    /// <param name="value">The text, escapes resolved and line ends as line feeds.</param>
    /// <param name="isPlain">Whether it is written without quotes and not as a block.</param>
    /// <param name="isBlock">Whether it is a block (<c>|</c> or <c>&gt;</c>), whose text starts on the next line.</param>
    /// <param name="file">The file, as the user would name it.</param>
    /// <param name="line">Line, counted from 1.</param>
    /// <param name="column">Column, counted from 1.</param>
    public YamlScalar(string value, bool isPlain, bool isBlock, string file, int line, int column)
        : base(file, line, column) => (Value, IsPlain, IsBlock) = (value, isPlain, isBlock);

    /// <summary>The text, escapes resolved and line ends as line feeds.</summary>
    public string Value { get; }

    /// <summary>Whether it is written without quotes and not as a block.</summary>
    public bool IsPlain { get; }

    /// <summary>Whether it is a block (<c>|</c> or <c>&gt;</c>), whose text starts on the next line.</summary>
    public bool IsBlock { get; }

    /// <summary>Whether there is no value: nothing, <c>~</c> or <c>null</c> without quotes (YAML 1.2 §10.2.1.1).</summary>
    public bool IsNull => IsPlain && Value is "" or "~" or "null";

    /// <inheritdoc/>
    public override string Kind => IsNull ? "nothing" : "a single value";
}
