using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>The kinds of values that files are made of.</summary>
public static class Values
{
    /// <summary>Any text.</summary>
    public static Schema<string> Text { get; } = new ScalarSchema<string>(
        "text", (string text, [MaybeNullWhen(false)] out string value) => (value = text) is not null, WriteText);

    /// <summary>A list of texts.</summary>
    public static Schema<ImmutableArray<string>> Texts { get; } = new ListSchema<string>(Text);

    /// <summary>Yes or no.</summary>
    public static Schema<bool> Boolean { get; } = new ScalarSchema<bool>(
        "true or false",
        (string text, out bool value) => (value = text == "true") || text == "false",
        writer => writer.WriteString("type", "boolean"),
        text => text.ToLowerInvariant() switch
        {
            "yes" or "on" or "y" or "1" or "true" => "Write 'true'.",
            "no" or "off" or "n" or "0" or "false" => "Write 'false'.",
            _ => null,
        });

    /// <summary>The name of an environment variable.</summary>
    public static Schema<string> VariableName { get; } = TextThat("the name of a variable", IsVariableName, VariablePattern);

    /// <summary>What the name of an environment variable looks like (POSIX.1-2024 §3.216).</summary>
    public const string VariablePattern = "^[A-Za-z_][A-Za-z0-9_]*$";

    /// <summary>A length of time: a number with a unit, <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>1d</c>.</summary>
    public static Schema<TimeSpan> Duration { get; } = new ScalarSchema<TimeSpan>(
        "a length of time such as 90s, 30m, 2h or 1d",
        TryParseDuration,
        writer =>
        {
            writer.WriteString("type", "string");
            writer.WriteString("pattern", "^[0-9]+[smhd]$");
        });

    /// <summary>A whole number.</summary>
    /// <param name="minimum">The smallest allowed.</param>
    /// <param name="maximum">The largest allowed.</param>
    /// <returns>The kind of value.</returns>
    public static Schema<int> WholeNumber(int minimum, int maximum = int.MaxValue) => new ScalarSchema<int>(
        maximum == int.MaxValue ? $"a whole number of at least {minimum}" : $"a whole number from {minimum} to {maximum}",
        (string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= minimum && value <= maximum,
        writer =>
        {
            writer.WriteString("type", "integer");
            writer.WriteNumber("minimum", minimum);
            if (maximum != int.MaxValue)
            {
                writer.WriteNumber("maximum", maximum);
            }
        });

    /// <summary>One of several words.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The kind of value.</returns>
    public static Schema<string> OneOf(params ReadOnlySpan<string> words) =>
        OneOf(ImmutableArray.CreateRange([.. words], word => (word, word)));

    /// <summary>One of several words, each of which means something.</summary>
    /// <typeparam name="T">What they mean.</typeparam>
    /// <param name="words">The words with their meanings.</param>
    /// <returns>The kind of value.</returns>
    public static Schema<T> OneOf<T>(ImmutableArray<(string Word, T Meaning)> words)
    {
        var names = ImmutableArray.CreateRange(words, word => word.Word);
        return new ScalarSchema<T>(
            $"{(names.Length > 1 ? "one of " : "")}{string.Join(", ", names)}",
            (string text, [MaybeNullWhen(false)] out T value) =>
            {
                var index = names.IndexOf(text);
                value = index < 0 ? default : words[index].Meaning;
                return index >= 0;
            },
            writer =>
            {
                writer.WriteStartArray("enum");
                foreach (var name in names)
                {
                    writer.WriteStringValue(name);
                }

                writer.WriteEndArray();
            },
            text => Nearest.To(text, names) is { } nearest ? $"Did you mean '{nearest}'?" : null);
    }

    /// <summary>A text of a certain form.</summary>
    /// <param name="expected">What it must be, for a message.</param>
    /// <param name="holds">Whether a text is of the form.</param>
    /// <param name="pattern">The form as a regular expression of JSON schema, when it has one.</param>
    /// <returns>The kind of value.</returns>
    public static Schema<string> TextThat(string expected, Func<string, bool> holds, string? pattern = null) =>
        new ScalarSchema<string>(
            expected,
            (string text, [MaybeNullWhen(false)] out string value) => holds(value = text),
            writer =>
            {
                WriteText(writer);
                if (pattern is not null)
                {
                    writer.WriteString("pattern", pattern);
                }
            });

    /// <summary>Whether a text is the name of an environment variable.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsVariableName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(letter => letter == '_' || char.IsAsciiLetterOrDigit(letter));
    }

    // A number or a boolean without quotes is as good a text as any.
    private static void WriteText(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("type");
        writer.WriteStringValue("string");
        writer.WriteStringValue("number");
        writer.WriteStringValue("boolean");
        writer.WriteEndArray();
    }

    private static bool TryParseDuration(string text, out TimeSpan value)
    {
        value = default;
        var seconds = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (seconds == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > 1_000_000)
        {
            return false;
        }

        value = TimeSpan.FromSeconds((long)number * seconds);
        return true;
    }
}
