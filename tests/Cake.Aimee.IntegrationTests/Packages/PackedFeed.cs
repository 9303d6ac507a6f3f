using System.Collections.Immutable;
using System.IO.Compression;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Packages;

/// <summary>
/// The packages as <c>./build.sh --target=Pack</c> makes them of what is in the working tree, in a clone. Beside them,
/// in a feed of its own that nobody publishes, stands our Cake.Frosting for the machine's feeds that lack the real one.
/// </summary>
internal sealed class PackedFeed : IAsyncDisposable
{
    private static readonly Lazy<Task<PackedFeed>> One = new(async () => Machine.Keep(await MakeAsync()));
    private readonly string root;

    private PackedFeed(string root) => this.root = root;

    /// <summary>The one that the tests share.</summary>
    public static Task<PackedFeed> SharedAsync() => One.Value;

    /// <summary>The directory of the packages.</summary>
    public string Directory => Path.Combine(root, "clone", "artifacts", "nuget");

    /// <summary>The packages' version.</summary>
    public string Version => Path.GetFileNameWithoutExtension(System.IO.Directory.GetFiles(Directory, "Cake.Aimee.Frosting.*.nupkg").Single())["Cake.Aimee.Frosting.".Length..];

    /// <summary>The packages, as they would be made elsewhere.</summary>
    public static async Task<PackedFeed> MakeAsync()
    {
        var feed = new PackedFeed(System.IO.Directory.CreateDirectory($"/var/tmp/aimee-feed-{Guid.NewGuid():N}").FullName);
        await ShellAsync(
            feed.root,
            $"""
            set -eu
            git clone --quiet '{Repository.Top}' clone
            cd '{Repository.Top}'
            git ls-files -z --cached --others --exclude-standard | tar --null --ignore-failed-read -T - -cf - | tar -xf - -C '{feed.root}/clone'
            cd '{feed.root}/clone'
            ./build.sh --target=Pack
            dotnet pack src/Cake.Frosting --configuration Release --nologo -p:IsPackable=true -p:PackageReadmeFile= -p:PackageIcon= --output ../unpublished
            """);
        return feed;
    }

    /// <summary>The entries of a package, and its nuspec.</summary>
    public (ImmutableArray<string> Entries, string Nuspec) Read(string file)
    {
        using var package = ZipFile.OpenRead(Path.Combine(Directory, file));
        var nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal));
        using var reader = new StreamReader(nuspec.Open());
        return ([.. package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)], reader.ReadToEnd());
    }

    /// <summary>Somebody who stands in an empty directory; the folder of the packages is one of their feeds.</summary>
    public PackageUser User()
    {
        var place = System.IO.Directory.CreateDirectory(Path.Combine(root, $"user-{Guid.NewGuid():N}")).FullName;
        File.WriteAllText(
            Path.Combine(place, "nuget.config"),
            $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Directory}" />
                <add key="unpublished" value="{root}/unpublished" />
              </packageSources>
            </configuration>
            """);
        return new(place, Path.Combine(root, "packages"));
    }

    /// <summary>Somebody who stands in a copy of one of this repository's examples.</summary>
    public PackageUser UserOf(string example)
    {
        var user = User();
        user.Here = Path.Combine(user.Here, example);
        CopyDirectory(Path.Combine(Repository.Top, "examples", example), user.Here);
        return user;
    }

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task ShellAsync(string place, string script)
    {
        using var run = UserRun.Start(place, ImmutableDictionary<string, string?>.Empty, "sh", "-c", script);
        (await run.EndAsync()).Succeeded();
    }

    private static void CopyDirectory(string from, string to)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(from, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
