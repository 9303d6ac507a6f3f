using System.Collections.Immutable;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages;

/// <summary>
/// What the tools of this machine are, for the keys of stages: by the content of their programs, which is another one
/// with every build of a compiler. To ask each for its version would take a process.
/// </summary>
/// <param name="files">Tells the content.</param>
/// <param name="searchPath">The directories in which stages look for programs.</param>
internal sealed class ToolIdentity(FileDigests files, string searchPath)
{
    private static readonly ImmutableArray<string> Compilers = ["gcc", "g++", "ld", "ar"];

    private static readonly ImmutableDictionary<string, ImmutableArray<string>> ByKind = ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("cmake", ImmutableArray.Create("cmake")),
        KeyValuePair.Create("meson", ImmutableArray.Create("meson", "ninja")),
        KeyValuePair.Create("cargo", ImmutableArray.Create("cargo", "rustc")),
    ]);

    /// <summary>What the keys of a build's stages follow from: the image, or the tools of this machine.</summary>
    /// <param name="context">The build.</param>
    /// <param name="files">Tells the content of files.</param>
    /// <param name="searchPath">The directories in which stages look for programs.</param>
    public static KeyContext KeyContextOf(BuildContext context, FileDigests files, string searchPath)
    {
        if (context.Image is { } image)
        {
            ImmutableArray<KeyPart> identity = [new("image", image.Id)];
            return new KeyContext(context.Config, context.Host, files) { Tools = identity, HostTools = identity, Caller = context.Caller };
        }

        var tools = new ToolIdentity(files, searchPath);
        return new KeyContext(context.Config, context.Host, files)
        {
            Tools = tools.Compiler(context.Target, context.Target == context.Host),
            HostTools = tools.Compiler(context.Host, isOwn: true),
            BuildSystems = tools.BuildSystems(context.Graph.Tree.Packages.Select(package => package.Build).Distinct()),
            Caller = context.Caller,
        };
    }

    /// <summary>The compilers for a triple; those that are not there have no part.</summary>
    /// <param name="triple">The triple.</param>
    /// <param name="isOwn">Whether the triple is the build machine's, whose tools have plain names too.</param>
    public ImmutableArray<KeyPart> Compiler(string triple, bool isOwn) =>
    [
        .. Compilers.Select(tool => Identify($"{triple}-{tool}") ?? (isOwn ? Identify(tool) : null)).OfType<KeyPart>(),
    ];

    /// <summary>The build systems that packages name.</summary>
    /// <param name="kinds">The kinds of build that are used.</param>
    public ImmutableDictionary<string, ImmutableArray<KeyPart>> BuildSystems(IEnumerable<string> kinds) => kinds
        .Where(ByKind.ContainsKey)
        .ToImmutableDictionary(kind => kind, kind => ByKind[kind].Select(Identify).OfType<KeyPart>().ToImmutableArray());

    private KeyPart? Identify(string tool) =>
        Programs.Find(tool, searchPath, "/") is { } path ? new KeyPart($"tool {tool}", files.Of(path)) : null;
}
