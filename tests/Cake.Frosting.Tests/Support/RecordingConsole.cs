using System.Globalization;
using Cake.Core;

namespace Cake.Frosting.Tests.Support;

/// <summary>A console that keeps what is written to it.</summary>
internal sealed class RecordingConsole : IConsole
{
    public StringWriter Output { get; } = new(CultureInfo.InvariantCulture);

    public StringWriter Error { get; } = new(CultureInfo.InvariantCulture);

    public ConsoleColor ForegroundColor { get; set; }

    public ConsoleColor BackgroundColor { get; set; }

    public bool SupportAnsiEscapeCodes => false;

    public void Write(string format, params object[] arg) => Output.Write(format, arg);

    public void WriteLine(string format, params object[] arg) => Output.WriteLine(format, arg);

    public void WriteError(string format, params object[] arg) => Error.Write(format, arg);

    public void WriteErrorLine(string format, params object[] arg) => Error.WriteLine(format, arg);

    public void ResetColor()
    {
    }
}
