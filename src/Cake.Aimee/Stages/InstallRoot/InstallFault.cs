using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>What a check has found.</summary>
/// <param name="Check">The check.</param>
/// <param name="Path">The file, from the install root's top, with a slash before; empty when no file is meant.</param>
/// <param name="Message">What is wrong, in words that follow on the path.</param>
internal sealed record InstallFault(InstallRootCheck Check, string Path, string Message)
{
    /// <summary>How much it matters.</summary>
    public Severity Severity { get; init; } = Check.Severity;
}
