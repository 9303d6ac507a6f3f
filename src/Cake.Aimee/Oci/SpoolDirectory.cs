namespace Cake.Aimee.Oci;

/// <summary>Where decompressed layers go: beside the output, on the disk that was chosen to take large files.</summary>
internal static class SpoolDirectory
{
    private static readonly Version FirstKernel = new(6, 14);

    public static string For(string output) => Path.GetDirectoryName(Path.GetFullPath(output.TrimEnd('/'))) ?? "/";

    /// <summary>
    /// Whether a part of a file can be given back there without the disk writing it first: other file systems, and
    /// older kernels' ext4, write what is in memory before they drop it.
    /// </summary>
    /// <param name="directory">A directory that is there.</param>
    public static bool CanGiveBack(string directory) => new DriveInfo(directory).DriveFormat switch
    {
        "ext4" => Environment.OSVersion.Version >= FirstKernel,
        var format => format == "tmpfs",
    };
}
