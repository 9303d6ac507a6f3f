using System.Globalization;

namespace Cake.Aimee.Benchmarks.Tree;

/// <summary>Writes trees to measure with: packages of twenty lines with 0 to 5 dependencies each, the same on every machine.</summary>
internal static class TreeGenerator
{
    private const int Categories = 20;

    /// <summary>Writes a tree, unless it is there.</summary>
    public static string Write(string directory, string kind, int count)
    {
        var top = Path.Combine(directory, $"{kind}-{count}");
        if (Directory.Exists(Path.Combine(top, ".builder")))
        {
            return top;
        }

        var random = new Random(1);
        for (var number = 0; number < count; number++)
        {
            var package = Directory.CreateDirectory(Path.Combine(top, "packages", Id(number))).FullName;
            var needed = Enumerable.Range(0, number == 0 ? 0 : random.Next(0, 6)).Select(_ => Id(random.Next(number))).Distinct().ToList();
            File.WriteAllText(Path.Combine(package, "Buildrules"), kind == "yaml" ? Yaml(number, needed) : Shell(number, needed));
        }

        Directory.CreateDirectory(Path.Combine(top, ".builder"));
        File.WriteAllText(Path.Combine(top, ".builder", "config"), "target: aarch64-unknown-linux-gnu\n");
        return top;
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"c{number % Categories:d2}/p{number:d5}");

    private static string Yaml(int number, List<string> needed) => $$"""
        version: 1.{{number}}
        description: Package number {{number}}
        license: MIT
        homepage: https://example.org/p{{number}}
        sources:
          - uri: https://example.org/${NAME}-${VERSION}.tar.gz
            sha256: {{number:x64}}
        depends:
          build: [{{string.Join(", ", needed.Take(3))}}]
          run: [{{string.Join(", ", needed.Skip(3))}}]
        build: autotools
        options: [--disable-static, --enable-shared]
        env: { CFLAGS: -O2 }
        prep: |
          sed -i s/a/b/ configure
          echo prepared
        test: |
          make check
        timeout: { compile: 2h }
        waive: { setuid: "needs it" }

        """;

    private static string Shell(int number, List<string> needed) => $$"""
        VERSION=1.{{number}}
        DESCRIPTION="Package number {{number}}"
        LICENSE=MIT
        SOURCE_URI="https://example.org/$NAME-$VERSION.tar.gz"
        BDEPENDS="{{string.Join(' ', needed.Take(3))}}"
        RDEPENDS="{{string.Join(' ', needed.Skip(3))}}"
        CONFIG_OPTS="--disable-static --enable-shared"

        pkg_prep() {
            sed -i s/a/b/ configure
            echo prepared
        }

        pkg_test() {
            cd $S
            make check
        }

        """;
}
