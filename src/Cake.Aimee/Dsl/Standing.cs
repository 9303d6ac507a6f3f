using Cake.Core;

namespace Cake.Aimee.Dsl;

/// <summary>Where the user stands.</summary>
internal static class Standing
{
    /// <summary>
    /// The directory of <c>--working</c>, or else where the user called Cake: the script runner changes into the
    /// script's directory before anything runs, and the shell's PWD is what tells where the user stood. PWD is
    /// believed only when it is in the directory that Cake works in: it may be left over from elsewhere.
    /// </summary>
    internal static string Directory(ICakeContext context)
    {
        var working = context.Environment.WorkingDirectory.FullPath;
        var shell = context.Environment.GetEnvironmentVariable("PWD");
        var isBelow = shell is not null
            && Path.IsPathRooted(shell)
            && System.IO.Directory.Exists(shell)
            && !Path.GetRelativePath(working, shell).StartsWith("..", StringComparison.Ordinal);
        return isBelow && !IsSaid(context) ? shell! : working;
    }

    /// <summary>Whether the user has said it. A Frosting host keeps its own options to itself: there the command line tells.</summary>
    private static bool IsSaid(ICakeContext context) =>
        context.Arguments.HasArgument("working")
        || Environment.GetCommandLineArgs().Any(word => word.Split('=')[0].ToLowerInvariant() is "--working" or "-w");
}
