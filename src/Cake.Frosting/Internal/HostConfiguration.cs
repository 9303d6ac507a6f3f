using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;

namespace Cake.Frosting.Internal;

/// <summary>Cake's configuration: the host's settings, and over them cake.config, the environment and the arguments.</summary>
internal sealed class HostConfiguration : ICakeConfiguration
{
    private readonly ICakeConfiguration layers;

    public HostConfiguration(
        IEnumerable<CakeSetting> settings,
        IFileSystem fileSystem,
        ICakeEnvironment environment,
        ICakeArguments arguments)
    {
        var lowest = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in settings)
        {
            lowest[key] = value;
        }

        var highest = arguments.GetArguments()
            .ToDictionary(argument => argument.Key, argument => argument.Value?.FirstOrDefault() ?? string.Empty);
        layers = new CakeConfigurationProvider(fileSystem, environment)
            .CreateConfiguration(environment.WorkingDirectory, lowest, highest);
    }

    public string GetValue(string key) => layers.GetValue(key);
}
