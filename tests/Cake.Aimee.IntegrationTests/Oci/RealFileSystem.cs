using System.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Oci;

/// <summary>Unpacks with GNU tar, umoci and buildah, and compares what is on the disk then, to the last attribute.</summary>
internal static class RealFileSystem
{
    /// <summary>Unpacks one archive, as root, with all that GNU tar knows to restore.</summary>
    public static void UnpackWithTar(string archive, string directory)
    {
        Directory.CreateDirectory(directory);
        Run("tar", "--numeric-owner", "--same-owner", "-p", "--xattrs", "--xattrs-include=*", "--acls", "-xf", archive, "-C", directory);
    }

    /// <summary>Lays all layers of an image on each other with umoci.</summary>
    public static void UnpackWithUmoci(string layout, string reference, string directory) =>
        Run("umoci", "raw", "unpack", "--image", $"{layout}:{reference}", directory);

    /// <summary>
    /// One file that holds all that a tree is: paths, types, modes, owners, times to the nanosecond, extended
    /// attributes, devices, link groups and contents.
    /// </summary>
    public static byte[] Capture(string directory, string file)
    {
        Run(
            "tar", "--sort=name", "--format=pax", "--pax-option=exthdr.name=%d/%f.pax,delete=atime,delete=ctime", "--numeric-owner",
            "--xattrs", "--xattrs-include=*", "--acls", "-C", directory, "-cf", file, ".");
        return File.ReadAllBytes(file);
    }

    /// <summary>A captured tree for people: one line an entry.</summary>
    public static string Show(string file) =>
        Run("tar", "--full-time", "--numeric-owner", "--xattrs", "--acls", "-tvvf", file);

    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{errors.Result}");
    }
}
