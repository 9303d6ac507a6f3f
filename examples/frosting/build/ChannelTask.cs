using Cake.Aimee.Frosting;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Firmware.Build;

[TaskName("Channel")]
[TaskDescription("Writes the channel into the sources of core/greeting, before they are fetched.")]
[BeforeStage("core/greeting:fetch")]
public sealed class ChannelTask : FrostingTask<FirmwareContext>
{
    public override void Run(FirmwareContext context)
    {
        File.WriteAllText("packages/core/greeting/source/channel", context.Channel + "\n");
        context.Log.Information("channel: {0}", context.Channel);
    }
}
