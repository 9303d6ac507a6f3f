namespace Cake.Aimee.Tests.Archives;

/// <summary>A directory of a test's own, gone with it, whatever modes and names there are in it: .NET does not find names that are no UTF-8.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("aimee-").FullName;

    public void Dispose() => Shell.Run("chmod -R u+rwx \"$1\"; rm -r \"$1\"", Path);
}
