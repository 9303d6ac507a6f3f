using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tree;

/// <summary>A directory that may hold a package's rules.</summary>
/// <param name="Category">The category's directory.</param>
/// <param name="Name">The directory's name.</param>
internal sealed record PackageDirectory(CategoryDirectory Category, string Name)
{
    public string Id => $"{Category.Name}/{Name}";

    public string Path => System.IO.Path.Combine(Category.Path, Name);

    public string DisplayName => $"{Category.DisplayName}/{Name}";
}

/// <summary>A directory below <c>packages/</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its absolute path.</param>
/// <param name="DisplayName">Its path as the user would name it.</param>
internal sealed record CategoryDirectory(string Name, string Path, string DisplayName)
{
    /// <summary>The directories in it, by name; hidden ones are nobody's package.</summary>
    public ImmutableArray<PackageDirectory> Packages(DiagnosticBag diagnostics) =>
        [.. Subdirectories(Path, DisplayName, diagnostics).Select(name => new PackageDirectory(this, name))];

    public static IEnumerable<string> Subdirectories(string path, string displayName, DiagnosticBag diagnostics)
    {
        try
        {
            var names = new List<string>();
            foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
            {
                if (entry.Name[0] == '.')
                {
                    continue;
                }

                if (entry.Attributes.HasFlag(FileAttributes.Directory) || Directory.Exists(entry.FullName))
                {
                    names.Add(entry.Name);
                }
                else if (!entry.Name.Contains('.'))
                {
                    // A file with an extension (a README.md) is no mistake for a package.
                    diagnostics.Warning(
                        DiagnosticCodes.NoCategory, new($"{displayName}/{entry.Name}"), "This is a file where a directory is expected.");
                }
            }

            names.Sort(StringComparer.Ordinal);
            return names;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(
                DiagnosticCodes.FileUnreadable, new(displayName), $"The directory can not be read: {exception.Message.TrimEnd('.')}.");
            return [];
        }
    }
}
