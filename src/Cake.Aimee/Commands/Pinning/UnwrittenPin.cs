namespace Cake.Aimee.Commands.Pinning;

/// <summary>A pin that could not be written into the rules without changing more than that.</summary>
/// <param name="Pin">The pin.</param>
/// <param name="Reason">Why not, in words that follow on a colon.</param>
/// <param name="Line">What to write by hand.</param>
public sealed record UnwrittenPin(Pin Pin, string Reason, string Line)
{
    /// <summary>What the user has to do, and where.</summary>
    public override string ToString() =>
        $"{Pin.Source.Location}: {Pin.Package.Id} needs a line by hand ({Reason}): {Line}";
}
