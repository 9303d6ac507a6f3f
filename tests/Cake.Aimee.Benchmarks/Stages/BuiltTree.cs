using System.Globalization;
using System.Text;

namespace Cake.Aimee.Benchmarks.Stages;

/// <summary>A tree of small packages with up to three dependencies each that a host has built, beside the same graph for make.</summary>
internal sealed class BuiltTree
{
    private BuiltTree(string top) => Top = top;

    /// <summary>The tree.</summary>
    public string Top { get; }

    /// <summary>A directory with a makefile of the tree's stages, and a file for each that is done.</summary>
    public string Stamps => Path.Combine(Top, "stamps");

    /// <summary>Writes a tree, and builds it; one that is there already is taken as it is.</summary>
    /// <param name="directory">Where trees are kept.</param>
    /// <param name="count">How many packages.</param>
    public static BuiltTree Make(string directory, int count)
    {
        var tree = new BuiltTree(Path.Combine(directory, $"built-{count}"));
        var random = new Random(1);
        for (var number = 0; number < count; number++)
        {
            var package = Directory.CreateDirectory(Path.Combine(tree.Top, "packages", Id(number))).FullName;
            var needed = Enumerable.Range(0, number == 0 ? 0 : random.Next(0, 4)).Select(_ => Id(random.Next(number))).Distinct();
            Write(Path.Combine(package, "Buildrules"), $$"""
                version: 1.{{number}}
                description: Package number {{number}}
                license: MIT
                build: none
                depends: { build: [{{string.Join(", ", needed)}}] }
                compile: mkdir -p $D/usr; echo {{number}} >$D/usr/p{{number}}

                """);
        }

        Write(Path.Combine(Directory.CreateDirectory(Path.Combine(tree.Top, ".builder")).FullName, "config"), "target: aarch64-unknown-linux-gnu\n");
        tree.Host("--target=all:package", "--verbosity=quiet", "--no-report");
        tree.WriteMakefile();
        return tree;
    }

    /// <summary>Runs the host of this repository in the tree; tells how many seconds it took.</summary>
    public double Host(params string[] arguments) => Clock.Time(Top, "dotnet", [HostPath(), $"--working={Top}", .. arguments]);

    /// <summary>The makefile that <c>Graph</c> writes, its recipes made to leave a file under each target's name.</summary>
    private void WriteMakefile()
    {
        Directory.CreateDirectory(Stamps);
        var path = Path.Combine(Stamps, "makefile");
        Host("--target=Graph", "--format=make", $"--output={path}", "--verbosity=quiet", "--no-report");
        var text = new StringBuilder();
        foreach (var line in File.ReadLines(path))
        {
            text.Append(line.StartsWith('\t') ? "\t@mkdir -p $(@D) && touch $@" : line).Append('\n');
        }

        File.WriteAllText(path, text.ToString());
        Clock.Time(Stamps, "make", ["-s", "-f", "makefile"]);
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"c{number % 20:d2}/p{number:d5}");

    /// <summary>Leaves a file alone that has the content.</summary>
    private static void Write(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }

    private static string HostPath()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Cake.Aimee.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The benchmarks run outside the repository.");
        }

        return Path.Combine(directory.FullName, "build/bin/Release/net10.0/Build.dll");
    }
}
