using Cake.Core.Diagnostics;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>A log that calls when an error is written, and shows nothing.</summary>
internal sealed class ErrorLog(Action onError) : ICakeLog
{
    public Verbosity Verbosity { get; set; } = Verbosity.Quiet;

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (level <= LogLevel.Error)
        {
            onError();
        }
    }
}
