namespace Cake.Aimee.Diagnostics;

/// <summary>A value of a YAML file that knows where it stands. Immutable.</summary>
public abstract class YamlNode
{
    private protected YamlNode(string file, int line, int column) => (File, Line, Column) = (file, line, column);

    /// <summary>The file, as the user would name it.</summary>
    public string File { get; }

    /// <summary>Line of the value's first character, counted from 1.</summary>
    public int Line { get; }

    /// <summary>Column of the value's first character, counted from 1.</summary>
    public int Column { get; }

    /// <summary>Where the value stands.</summary>
    public SourceLocation Location => new(File, Line, Column);

    /// <summary>What kind of value it is, for a message: <c>a list</c>.</summary>
    public abstract string Kind { get; }
}
