using System.Runtime.CompilerServices;

namespace Cake.Frosting.Tests.Support;

/// <summary>Compares what users see with a text that a person has read: <c>X.verified.txt</c> beside the test's source.</summary>
internal static class Verified
{
    /// <summary>Fails, and leaves <c>X.received.txt</c>, when the text is not the verified one.</summary>
    public static void Matches(string actual, string name, [CallerFilePath] string source = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(source)!, name);
        var verified = File.Exists(stem + ".verified.txt") ? File.ReadAllText(stem + ".verified.txt") : string.Empty;
        if (actual == verified)
        {
            File.Delete(stem + ".received.txt");
            return;
        }

        File.WriteAllText(stem + ".received.txt", actual);
        Assert.That(actual, Is.EqualTo(verified), $"Read {stem}.received.txt; if it is right, it becomes the verified text.");
    }
}
