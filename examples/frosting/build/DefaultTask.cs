using Cake.Frosting;

namespace Firmware.Build;

[TaskName("Default")]
[TaskDescription("Builds the firmware.")]
[IsDependentOn(typeof(ManifestTask))]
public sealed class DefaultTask : FrostingTask<FirmwareContext>;
