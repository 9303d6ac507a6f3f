using System.Globalization;
using Cake.Core;

namespace Cake.Frosting.TestHost;

[TaskName("Fail")]
[TaskDescription("Fails, with the exit code that --code asks for.")]
public sealed class FailTask : FrostingTask
{
    public override void Run(ICakeContext context)
    {
        var code = context.Arguments.GetArgument("code");
        throw code is null
            ? new InvalidOperationException("It broke.")
            : new CakeException(int.Parse(code, CultureInfo.InvariantCulture), "It broke.");
    }
}
