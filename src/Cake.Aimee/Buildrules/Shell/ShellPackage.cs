using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>Makes a package of what the shell told of its rules.</summary>
/// <param name="start">What is known of it without its rules.</param>
/// <param name="answer">What the shell told.</param>
/// <param name="tmp">The tree's directory for building.</param>
/// <param name="diagnostics">Gets the faults.</param>
internal sealed class ShellPackage(Package start, ShellAnswer answer, string tmp, DiagnosticBag diagnostics)
{
    private readonly string file = start.Location.File;
    private string[]? lines;

    public Package Read()
    {
        var common = start with { Format = RulesFormat.Shell };
        if (answer.Failure is not null)
        {
            ShellMessages.ReportFailure(answer, file, diagnostics);
            return common;
        }

        ShellMessages.ReportWarnings(answer, file, diagnostics);
        var version = Value("VERSION");
        CheckMandatory("VERSION");
        CheckMandatory("DESCRIPTION");
        var work = Path.Combine(tmp, start.Id, "work") + "/";
        var source = Value("S");
        return common with
        {
            Version = version,
            Release = Value("RELEASE"),
            Description = Value("DESCRIPTION"),
            License = Value("LICENSE") is { Length: > 0 } license ? license : null,
            Sources = Sources(),
            Patches = Inputs("PATCHES", patch => $"{start.Name}-{version}-{patch}.patch"),
            Files = Inputs("EXTRA_SOURCES", name => name),
            Depends = new PackageDependencies { Build = Dependencies("BDEPENDS"), Run = Dependencies("RDEPENDS") },
            Build = "shell",
            SourceDirectory = source.StartsWith(work, StringComparison.Ordinal) ? source[work.Length..] : source,
            Prep = Body("pkg_prep"),
            Compile = Body("pkg_compile; pkg_post_compile"),
            Test = answer.Functions.Contains("pkg_test") ? Body("pkg_test") : null,
            PostInstall = answer.Functions.Contains("pkg_post_install") ? Body("pkg_post_install") : null,
            Clean = Value("NOCLEAN") is "" or "0",
            Variables = answer.Variables.Remove("aimee_functions").ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private StageBody Body(string calls) => new(calls + "\n", start.Location);

    private string Value(string name) => answer.Variables.GetValueOrDefault(name, "").Trim();

    private string[] Words(string name) => Value(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private void CheckMandatory(string name)
    {
        if (Value(name).Length == 0)
        {
            diagnostics.Error(
                DiagnosticCodes.MissingKey, start.Location, $"The rules do not set {name}.", $"Add a line {name}=\"…\".");
        }
    }

    private ImmutableArray<Dependency> Dependencies(string variable)
    {
        var dependencies = ImmutableArray.CreateBuilder<Dependency>();
        foreach (var word in Words(variable))
        {
            var location = Locate(variable);
            if (PackageNames.IsReference(word))
            {
                dependencies.Add(new Dependency(word, location));
            }
            else
            {
                diagnostics.Error(
                    DiagnosticCodes.InvalidValue, location, $"'{variable}' must name packages, each written category/name, not '{word}'.");
            }
        }

        return dependencies.DrainToImmutable();
    }

    private ImmutableArray<PackageInput> Inputs(string variable, Func<string, string> fileName)
    {
        var inputs = ImmutableArray.CreateBuilder<PackageInput>();
        foreach (var word in Words(variable))
        {
            var input = new PackageInput(fileName(word), Locate(variable));
            inputs.Add(input);
            PackageInputs.CheckPresence(start, input, diagnostics);
        }

        return inputs.DrainToImmutable();
    }

    private ImmutableArray<PackageSource> Sources()
    {
        var uris = Words("SOURCE_URI");
        if (uris.Length == 0)
        {
            return [];
        }

        var digests = Digests.Read(start.Directory, Path.GetDirectoryName(file) ?? "", diagnostics);
        return
        [
            .. uris.Select(uri => new PackageSource
            {
                Uri = uri,
                Archive = ArchiveArgument(uri),
                Sha256 = digests.GetValueOrDefault(Digests.ArchiveOf(uri)),
                Location = Locate("SOURCE_URI"),
            }),
        ];
    }

    private static string? ArchiveArgument(string uri) => uri.IndexOf('?') is >= 0 and var mark
        ? uri[(mark + 1)..].Split('&').Where(argument => argument.StartsWith("archive=", StringComparison.Ordinal))
            .Select(argument => argument["archive=".Length..]).FirstOrDefault()
        : null;

    /// <summary>The line where the rules set a variable, or the file when another one does.</summary>
    private SourceLocation Locate(string variable)
    {
        lines ??= (TextFile.Read(Path.Combine(start.Directory, "Buildrules"), file, diagnostics) ?? "").Split('\n');
        var index = Array.FindIndex(lines, line => line.AsSpan().TrimStart() is var content
            && content.StartsWith(variable) && content.Length > variable.Length && content[variable.Length] == '=');
        return index < 0 ? start.Location : new SourceLocation(file, index + 1);
    }
}
