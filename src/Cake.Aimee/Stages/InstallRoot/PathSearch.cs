using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>Looks for paths in files of any kind and length, a window at a time.</summary>
internal sealed class PathSearch
{
    private const int WindowLength = 1 << 20;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"u8);

    private readonly ImmutableArray<string> paths;
    private readonly ImmutableArray<byte[]> needles;
    private readonly int longest;

    /// <summary>A search.</summary>
    /// <param name="paths">The paths, absolute; of one below another the longer one is found.</param>
    public PathSearch(IEnumerable<string> paths)
    {
        this.paths = [.. paths.Select(path => path.TrimEnd('/')).Where(path => path.Length > 0).Distinct().OrderByDescending(path => path.Length)];
        needles = [.. this.paths.Select(Encoding.UTF8.GetBytes)];
        longest = needles.Max(needle => (int?)needle.Length) ?? 0;
    }

    /// <summary>Looks through a file.</summary>
    /// <returns>The paths that stand in it, each once.</returns>
    public ImmutableArray<string> Find(SafeFileHandle file)
    {
        if (longest == 0)
        {
            return [];
        }

        // What begins near the end of a window is looked at with the next one: what follows may make a longer path of it.
        var found = new bool[needles.Length];
        var window = ArrayPool<byte>.Shared.Rent(WindowLength + longest);
        try
        {
            var (kept, position) = (0, 0L);
            while (RandomAccess.Read(file, window.AsSpan(kept, WindowLength), position) is > 0 and var count)
            {
                position += count;
                Search(window.AsSpan(0, kept + count), isLast: false, found);
                var rest = Math.Min(longest, kept + count);
                window.AsSpan(kept + count - rest, rest).CopyTo(window);
                kept = rest;
            }

            Search(window.AsSpan(0, kept), isLast: true, found);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(window);
        }

        return [.. paths.Where((_, index) => found[index])];
    }

    private void Search(ReadOnlySpan<byte> window, bool isLast, Span<bool> found)
    {
        for (var number = 0; number < needles.Length; number++)
        {
            found[number] = found[number] || Contains(window, number, isLast);
        }
    }

    /// <summary>Whether a path is there as such: not as the beginning of a longer name, or of a longer one of the paths.</summary>
    private bool Contains(ReadOnlySpan<byte> window, int number, bool isLast)
    {
        var needle = needles[number];
        while (window.IndexOf(needle) is >= 0 and var index)
        {
            var here = window[index..];
            var after = here[needle.Length..];
            if ((isLast || here.Length > longest) && (after.IsEmpty || !NameBytes.Contains(after[0])) && !IsLonger(here, number))
            {
                return true;
            }

            window = after;
        }

        return false;
    }

    private bool IsLonger(ReadOnlySpan<byte> text, int number)
    {
        for (var other = 0; other < number; other++)
        {
            if (text.StartsWith(needles[other]))
            {
                return true;
            }
        }

        return false;
    }
}
