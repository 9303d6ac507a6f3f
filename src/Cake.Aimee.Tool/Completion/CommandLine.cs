using System.Collections.Immutable;

namespace Cake.Aimee.Tool.Completion;

/// <summary>A command line that is being typed.</summary>
/// <param name="Before">The whole words, without the program's name.</param>
/// <param name="Current">The word that is being typed; empty when none is begun.</param>
internal sealed record CommandLine(ImmutableArray<string> Before, string Current)
{
    /// <summary>The value that an option has been given: <c>--config=gentoo</c>, <c>--config gentoo</c>.</summary>
    /// <param name="names">The names of the option.</param>
    public string? Value(params ReadOnlySpan<string> names)
    {
        string? value = null;
        for (var index = 0; index < Before.Length; index++)
        {
            if (Before[index].Split('=', 2) is [var option, .. var rest] && names.Contains(option))
            {
                value = rest is [var own] ? own : Before.ElementAtOrDefault(index + 1) ?? value;
            }
        }

        return value;
    }
}
