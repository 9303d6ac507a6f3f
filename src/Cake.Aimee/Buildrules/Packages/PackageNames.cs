using Cake.Aimee.Buildrules.Schemas;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>What packages and categories may be called: their names are parts of paths, task names and archives.</summary>
public static class PackageNames
{
    /// <summary>The longest name of a category or a package.</summary>
    public const int MaximumLength = 100;

    /// <summary>What a name looks like, as a regular expression.</summary>
    public const string Pattern = "[A-Za-z0-9_][A-Za-z0-9_+.-]*";

    /// <summary>The name that stands for all packages (of a category), and so can be no package's.</summary>
    public const string All = "all";

    /// <summary>A package as rules name it.</summary>
    internal static Schema<string> Reference { get; } = Values.TextThat(
        "a package, written category/name", IsReference, $"^{Pattern}/{Pattern}$");

    /// <summary>Why a text can not be the name of a category or a package.</summary>
    /// <param name="name">The text.</param>
    /// <returns>The reason, or null when it can be one.</returns>
    public static string? Fault(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > MaximumLength ? $"it is longer than {MaximumLength} characters"
            : name == All ? $"'{All}' stands for all packages"
            : name.Length > 0 && IsFirst(name[0]) && name.All(letter => IsFirst(letter) || letter is '+' or '.' or '-') ? null
            : "a name starts with a letter or digit, and holds letters, digits, '_', '+', '.' and '-'";
    }

    private static bool IsFirst(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    internal static bool IsReference(string text)
    {
        var slash = text.IndexOf('/');
        return slash > 0 && Fault(text[..slash]) is null && Fault(text[(slash + 1)..]) is null;
    }
}
