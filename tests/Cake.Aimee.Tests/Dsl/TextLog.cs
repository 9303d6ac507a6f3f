using System.Globalization;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>A log that keeps what a user at some verbosity sees.</summary>
internal sealed class TextLog : ICakeLog
{
    private readonly List<string> lines = [];

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public IReadOnlyList<string> Lines => lines;

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity <= Verbosity)
        {
            lines.Add(args.Length == 0 ? format.Replace("{{", "{").Replace("}}", "}") : string.Format(CultureInfo.InvariantCulture, format, args));
        }
    }
}
