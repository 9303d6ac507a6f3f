namespace Cake.Aimee.Oci;

/// <summary>Where decompressed layers go: beside the output, on the disk that was chosen to take large files.</summary>
internal static class SpoolDirectory
{
    public static string For(string output) => Path.GetDirectoryName(Path.GetFullPath(output.TrimEnd('/'))) ?? "/";
}
