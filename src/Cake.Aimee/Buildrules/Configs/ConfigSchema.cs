using System.Collections.Immutable;
using System.Globalization;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Configs;

/// <summary>The keys of a config.</summary>
internal static class ConfigSchema
{
    /// <summary>The variables that a config may name besides its own environment.</summary>
    public const string TopDirectory = "TOPDIR";

    public const string ConfigName = "CONFIG";

    public const string Project = "PROJECT";

    public const string Target = "TARGET";

    /// <summary>The names of other configs.</summary>
    public static Schema<ImmutableArray<string>> Include { get; } = Values.Texts;

    private static readonly MapSchema<TreePaths> Paths = new MapSchema<TreePaths>(new())
        .With("sources", "Where source archives are kept; sources by default, and so with the other names.", Values.Text, (paths, value) => paths with { Sources = value })
        .With("artifacts", "Where built packages and images are kept.", Values.Text, (paths, value) => paths with { Artifacts = value })
        .With("packages", "Where the packages' rules are.", Values.Text, (paths, value) => paths with { Packages = value })
        .With("tmp", "Where building takes place; all of it may go.", Values.Text, (paths, value) => paths with { Tmp = value })
        .With("sysroot", "Where packages are installed for others to build against.", Values.Text, (paths, value) => paths with { Sysroot = value })
        .With("exports", "Where exported packages are put.", Values.Text, (paths, value) => paths with { Exports = value })
        .With("scripts", "Programs that stages find on their PATH.", Values.Text, (paths, value) => paths with { Scripts = value });

    private static readonly MapSchema<UpstreamConfig> Upstream = new MapSchema<UpstreamConfig>(new())
        .With("sources", "URL or directory of shared source archives.", Values.Text, (upstream, value) => upstream with { Sources = value })
        .With("artifacts", "URL or directory of shared artifacts.", Values.Text, (upstream, value) => upstream with { Artifacts = value })
        .With("push", "Whether what is fetched and built here is put there; false by default.", Values.Boolean, (upstream, value) => upstream with { Push = value })
        .With("credentials", "The caller's variable that holds name:password for them.", Values.VariableName, (upstream, value) => upstream with { Credentials = value });

    private static readonly Schema<EnvironmentValue> Variable = new EitherSchema<EnvironmentValue>(
        new EnvironmentText(),
        new MapSchema<EnvironmentValue>(new())
            .With("from", "The variable of the caller's environment that holds the value.", Values.VariableName, (value, from) => value with { From = from }, required: true)
            .With("secret", "Whether the value is masked in all output; false by default.", Values.Boolean, (value, secret) => value with { IsSecret = secret }));

    private static readonly MapSchema<ImagePackages> Packages = new MapSchema<ImagePackages>(new())
        .With("base", "In the base image, and so in all.", Values.Texts, (packages, value) => packages with { Base = value })
        .With("cross", "In the cross image, and so in the build image.", Values.Texts, (packages, value) => packages with { Cross = value })
        .With("build", "In the build image alone.", Values.Texts, (packages, value) => packages with { Build = value });

    private static readonly MapSchema<Stage3Config> Stage3 = new MapSchema<Stage3Config>(new())
        .With("mirror", "Where the userland is downloaded from; the system's own place by default.", Values.Text, (stage3, value) => stage3 with { Mirror = value })
        .With("variant", "Which of the system's userlands.", Values.Text, (stage3, value) => stage3 with { Variant = value })
        .With("keyring", "The file with the keys that the signature is checked with.", Values.Text, (stage3, value) => stage3 with { Keyring = value })
        .With(
            "stamp",
            "Which of those that were published, by its time stamp.",
            Values.TextThat("a time stamp such as 20260503T164604Z", IsStamp, "^[0-9]{8}T[0-9]{6}Z$"),
            (stage3, value) => stage3 with { Stamp = value });

    private static readonly MapSchema<SquashConfig> Squash = new MapSchema<SquashConfig>(new())
        .With("compression", "The layer's compression; zstd by default.", Values.OneOf("zstd", "gzip", "none"), (squash, value) => squash with { Compression = value })
        .With("level", "The compression's level.", Values.WholeNumber(1, 22), (squash, value) => squash with { Level = value });

    private static readonly MapSchema<PipelineConfig> Pipeline = new MapSchema<PipelineConfig>(new())
        .With("command", "How jobs call the tasks; 'dotnet cake' by default.", Values.Text, (pipeline, value) => pipeline with { Command = value })
        .With("before", "Shell commands that each job runs first; for dotnet cake and dotnet aimee by default dotnet tool restore.", Values.Texts, (pipeline, value) => pipeline with { Before = value })
        .With("image", "The container image that jobs run in; the runner's own system by default.", Values.Text, (pipeline, value) => pipeline with { Image = value })
        .With("tags", "Tags or labels that a runner has to have.", Values.Texts, (pipeline, value) => pipeline with { Tags = value })
        .With("timeout", "How long a package or image may take beyond its rules' own limits; 1h by default.", Values.Duration, (pipeline, value) => pipeline with { Timeout = value });

    /// <summary>What the values of <c>env</c> are, each by its name.</summary>
    public static DictionarySchema<EnvironmentValue> Environment { get; } =
        new(Variable, Values.VariablePattern, Values.IsVariableName, "the name of a variable");

    /// <summary>The keys of a config whose image systems bring these sections.</summary>
    /// <param name="sections">The systems' sections.</param>
    /// <returns>The schema.</returns>
    public static MapSchema<Config> With(IReadOnlyCollection<ConfigSection> sections) => new MapSchema<Config>(new())
        .With("$schema", "The schema of this file, for editors.", Values.Text, (config, _) => config)
        .With("include", "Names of configs that are read below this one, lowest first.", Include, (config, _) => config)
        .With("project", "The project's name; that of the top directory by default.", Values.Text, (config, value) => config with { Project = value })
        .With("target", "Triple of the system that is built, in GNU's or Rust's form; the build machine's by default.", Values.Text, (config, value) => config with { Target = value })
        .With("jobs", "How many stages run at once; one a processor by default.", Values.WholeNumber(1, 4096), (config, value) => config with { Jobs = value })
        .With("archive", "Format of artifacts; tar.zst by default.", Values.OneOf("tar.zst", "tar.gz", "tar.xz", "tar.bz2"), (config, value) => config with { Archive = value })
        .With("paths", "Where the parts of the tree are, relative to its top.", Paths, (config, value) => config with { Paths = value })
        .With("upstream", "Where sources and artifacts are shared with other machines.", Upstream, (config, value) => config with { Upstream = value })
        .With("mirrors", "Places to ask for a source before its own URI.", new ListSchema<string>(new UriSchema()), (config, value) => config with { Mirrors = value })
        .With("env", "Environment that every stage gets.", Environment, (config, value) => config with { Environment = value })
        .With("runner", "Where stages run: on this machine (the default) or inside the build image.", Values.OneOf([("host", Runner.Host), ("image", Runner.Image)]), (config, value) => config with { Runner = value })
        .With("network", "Whether stages other than fetch may use the network; false by default.", Values.Boolean, (config, value) => config with { Network = value })
        .With("keep", "How many replaced artifacts and sources stay here; with an upstream none by default, else all.", Values.WholeNumber(0), (config, value) => config with { Keep = value })
        .With("images", "How the images are made.", Images(sections), (config, value) => config with { Images = value })
        .With("pipeline", "What the jobs of a CI pipeline are told.", Pipeline, (config, value) => config with { Pipeline = value });

    private static MapSchema<ImagesConfig> Images(IReadOnlyCollection<ConfigSection> sections)
    {
        var system = sections.Count == 0 ? Values.Text : Values.OneOf([.. sections.Select(section => section.Name)]);
        var images = new MapSchema<ImagesConfig>(new())
            .With("system", "The distribution that images are made from; debian by default.", system, (images, value) => images with { System = value })
            .With("engine", "What runs containers; by default a docker daemon that answers, else buildah. --engine overrides it.", Values.OneOf("auto", "docker", "buildah"), (images, value) => images with { Engine = value })
            .With("registry", "The registry that images are pulled from and pushed to.", Values.Text, (images, value) => images with { Registry = value })
            .With("name-prefix", "What every image's name starts with, such as example.org/os; nothing by default.", Values.Text, (images, value) => images with { NamePrefix = value })
            .With("packages", "Further packages of the distribution.", Packages, (images, value) => images with { Packages = value })
            .With("stage3", "The userland that the chain starts from.", Stage3, (images, value) => images with { Stage3 = value })
            .With("squash", "How the build image is flattened into one layer.", Squash, (images, value) => images with { Squash = value });
        foreach (var section in sections)
        {
            images = images.With(
                section.Name,
                section.Description,
                section.Schema,
                (owner, value) => owner with { Sections = owner.Sections.SetItem(section.Name, value) });
        }

        return images;
    }

    /// <summary>The short form of a variable: its text.</summary>
    private sealed class EnvironmentText : Schema<EnvironmentValue>
    {
        public override string Expected => Values.Text.Expected;

        public override bool TryRead(
            YamlNode node, ReadContext context, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out EnvironmentValue value)
        {
            // Setting a variable to nothing is a thing that people do.
            var text = "";
            var isRead = node is YamlScalar { IsNull: true, Value: "" } || Values.Text.TryRead(node, context, out text);
            value = isRead ? new EnvironmentValue { Text = text } : null;
            return isRead;
        }

        public override void WriteJson(System.Text.Json.Utf8JsonWriter writer) => Values.Text.WriteJson(writer);
    }

    private static bool IsStamp(string text) =>
        DateTime.TryParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
