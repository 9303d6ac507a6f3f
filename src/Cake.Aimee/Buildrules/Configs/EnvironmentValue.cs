namespace Cake.Aimee.Buildrules.Configs;

/// <summary>What an environment variable of stages is set to: a text, or a variable of the caller's environment.</summary>
public sealed record EnvironmentValue
{
    /// <summary>The text; null when the value is the caller's.</summary>
    public string? Text { get; init; }

    /// <summary>The caller's variable that holds the value; null when the value is a text.</summary>
    public string? From { get; init; }

    /// <summary>Whether the value must not be seen: it is masked in all output and part of no key.</summary>
    public bool IsSecret { get; init; }
}
