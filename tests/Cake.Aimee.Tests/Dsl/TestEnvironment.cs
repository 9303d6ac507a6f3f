using Cake.Core;
using Cake.Core.IO;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>The environment of a user who stands in a directory, with no variables but those of the test.</summary>
internal sealed class TestEnvironment(string directory) : ICakeEnvironment
{
    public Dictionary<string, string> Variables { get; } = [];

    public DirectoryPath WorkingDirectory { get; set; } = directory;

    public DirectoryPath ApplicationRoot { get; } = AppContext.BaseDirectory;

    public ICakePlatform Platform { get; } = new CakePlatform();

    public ICakeRuntime Runtime { get; } = new CakeRuntime();

    public DirectoryPath GetSpecialPath(SpecialPath path) => System.IO.Path.GetTempPath();

    public string? GetEnvironmentVariable(string variable) => Variables.GetValueOrDefault(variable);

    public IDictionary<string, string?> GetEnvironmentVariables() => Variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
}
