namespace Cake.Aimee.Diagnostics;

/// <summary>A place in a file.</summary>
/// <param name="File">Path of the file, as the user would name it.</param>
/// <param name="Line">Line, counted from 1; 0 when the file as a whole is meant.</param>
/// <param name="Column">Column in characters, counted from 1; 0 when the line as a whole is meant.</param>
public sealed record SourceLocation(string File, int Line = 0, int Column = 0)
{
    /// <summary>The place in the form that editors and compilers share: <c>file:line:column</c>.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}:{Line}",
        _ => $"{File}:{Line}:{Column}",
    };
}
