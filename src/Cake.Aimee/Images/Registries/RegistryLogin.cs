using System.Text;
using System.Text.Json.Nodes;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Images.Registries;

/// <summary>
/// A login for a registry, as long as it is needed: from the environment, by way of a file that this user alone can
/// read, since a program's arguments are everybody's; else from the file that REGISTRY_AUTH_FILE names; else each
/// program finds its own.
/// </summary>
internal sealed class RegistryLogin : IDisposable
{
    /// <summary>The variable with the user's name.</summary>
    public const string UserVariable = "AIMEE_REGISTRY_USER";

    /// <summary>The variable with the password or token.</summary>
    public const string PasswordVariable = "AIMEE_REGISTRY_PASSWORD";

    private const string FileVariable = "REGISTRY_AUTH_FILE";
    private const string FileName = "config.json";
    private const string DockerHub = "docker.io";
    private const string DockerHubAddress = "https://index.docker.io/v1/";
    private readonly string? directory;

    private RegistryLogin(string host, string origin, RegistryAccess access, string? directory) =>
        (Host, Origin, Access, this.directory) = (host, origin, access, directory);

    /// <summary>The registry.</summary>
    public string Host { get; }

    /// <summary>Where the login comes from, in words.</summary>
    public string Origin { get; }

    /// <summary>What the programs are told.</summary>
    public RegistryAccess Access { get; }

    /// <summary>The registry that an image is in, as logins name it.</summary>
    public static string HostOf(ImageReference image) => image.Registry ?? DockerHub;

    /// <summary>Finds the login.</summary>
    /// <param name="host">The registry.</param>
    /// <param name="variable">The caller's environment.</param>
    /// <exception cref="AimeeException">Half of a login is given, or its file is not there.</exception>
    public static RegistryLogin Open(string host, Func<string, string?> variable)
    {
        var (user, password, file) = (Of(UserVariable), Of(PasswordVariable), Of(FileVariable));
        if (user is null != password is null)
        {
            throw new AimeeException(
                $"{(user is null ? UserVariable : PasswordVariable)} is missing: {UserVariable} and {PasswordVariable} are a login together.");
        }

        if (user is not null && password is not null)
        {
            var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
            return WithFile(
                host, $"{UserVariable} and {PasswordVariable}", Encoding.UTF8.GetBytes(Json(host, login)),
                new RegistryAccess { Secrets = [password, login] });
        }

        if (file is null)
        {
            return new(host, "the programs' own files (~/.docker/config.json, containers/auth.json)", RegistryAccess.Default, null);
        }

        return File.Exists(file)
            ? WithFile(host, file, File.ReadAllBytes(file), RegistryAccess.Default)
            : throw new AimeeException($"{FileVariable} names {file}, and there is no such file. Make it with 'skopeo login {host}', or unset the variable.");

        string? Of(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        if (directory is not null)
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static RegistryLogin WithFile(string host, string origin, byte[] content, RegistryAccess access)
    {
        var directory = Directory.CreateTempSubdirectory("aimee-login-").FullName;
        var login = new RegistryLogin(host, origin, access with { AuthFile = Path.Combine(directory, FileName) }, directory);
        try
        {
            using var file = new FileStream(login.Access.AuthFile!, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            file.Write(content);
            return login;
        }
        catch
        {
            login.Dispose();
            throw;
        }
    }

    /// <summary>The form that docker and the containers tools share; docker's own registry goes by another name with docker.</summary>
    private static string Json(string host, string login)
    {
        string[] names = host == DockerHub ? [DockerHub, DockerHubAddress] : [host];
        return new JsonObject
        {
            ["auths"] = new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["auth"] = login }))),
        }.ToJsonString();
    }
}
