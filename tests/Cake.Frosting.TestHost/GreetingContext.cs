using System.Globalization;
using Cake.Core;

namespace Cake.Frosting.TestHost;

/// <summary>Whom to greet; fails with the exit code that <c>--context-code</c> asks for.</summary>
public class GreetingContext : FrostingContext
{
    public GreetingContext(ICakeContext context)
        : base(context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Name = context.Arguments.GetArgument("name") ?? "world";
        if (context.Arguments.GetArgument("context-code") is { } code)
        {
            throw new CakeException(int.Parse(code, CultureInfo.InvariantCulture), "The context cannot be made.");
        }
    }

    public string Name { get; }
}
