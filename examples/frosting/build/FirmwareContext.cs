using Cake.Aimee.Dsl;
using Cake.Aimee.Frosting;
using Cake.Core;

namespace Firmware.Build;

/// <summary>What all tasks share: the tree's own context, and which channel the firmware is for.</summary>
public sealed class FirmwareContext(ICakeContext context, AimeeRuntime runtime) : AimeeContext(context, runtime)
{
    /// <summary><c>--channel=beta</c>.</summary>
    public string Channel => Arguments.GetArgument("channel") ?? "stable";
}
