using System.Text;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Dsl;

/// <summary>What commands write, line by line, through Cake's log: so that verbosity and log files see it.</summary>
/// <param name="log">Cake's log.</param>
/// <param name="verbosity">From which verbosity on it is seen: answers always, what goes on at normal.</param>
internal sealed class ConsoleWriter(ICakeLog log, Verbosity verbosity) : TextWriter
{
    private readonly StringBuilder line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        switch (value)
        {
            case '\n':
                // Braces would be placeholders.
                log.Write(verbosity, LogLevel.Information, line.Replace("{", "{{").Replace("}", "}}").ToString());
                line.Clear();
                break;
            case '\r':
                break;
            default:
                line.Append(value);
                break;
        }
    }
}
