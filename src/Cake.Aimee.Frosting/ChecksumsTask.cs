using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Writes the digests of sources into the rules: --package=&lt;p&gt; [--verify|--refresh].</summary>
[TaskName(TaskNames.Checksums)]
[TaskDescription(TaskDescriptions.Checksums)]
public sealed class ChecksumsTask() : AimeeTask(TaskNames.Checksums);
