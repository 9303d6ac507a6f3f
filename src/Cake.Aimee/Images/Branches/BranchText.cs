namespace Cake.Aimee.Images.Branches;

/// <summary>The texts that image branches hold beside the tree's own files.</summary>
internal static class BranchText
{
    /// <summary>What CI's job is described by.</summary>
    public const string JenkinsFile = "Jenkinsfile";

    /// <summary>The script.</summary>
    public const string Script = "build.cake";

    /// <summary>Which version of Cake runs the script.</summary>
    public const string ToolManifest = ".config/dotnet-tools.json";

    /// <summary>The shared code, on its branch and in the directory <c>lib</c>.</summary>
    public const string Library = "images.cake";

    private const string Mark = "// Written by ImageBranches, which writes it anew unless this line is gone.";

    /// <summary>The tool manifest of a tree that has none.</summary>
    public const string DefaultToolManifest =
        """
        {
          "version": 1,
          "isRoot": true,
          "tools": {
            "cake.tool": {
              "version": "7.0.0",
              "commands": ["dotnet-cake"]
            }
          }
        }

        """;

    /// <summary>Whether a file is as it was written here: without its first line it is the branch's own.</summary>
    public static bool IsOurs(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>The job of a branch.</summary>
    public static string Jenkins(ImageBranch branch) =>
        $$"""
        {{Mark}}
        // The job of {{branch.Name}}: makes {{What(branch)}}, and pushes.
        pipeline {
            agent any
            options {
                disableConcurrentBuilds()
            }
            stages {
                stage('Shared code') {
                    steps {
                        sh '''
                            git fetch --no-tags origin +refs/heads/lib/{{branch.Sub}}:refs/remotes/origin/lib/{{branch.Sub}}
                            git worktree prune
                            if [ -e lib ]; then
                                git -C lib merge --ff-only origin/lib/{{branch.Sub}}
                            else
                                git worktree add -B lib/{{branch.Sub}} lib origin/lib/{{branch.Sub}}
                            fi
                        '''
                    }
                }
                stage('Image') {
                    steps {
                        sh 'dotnet tool restore'
                        sh 'dotnet cake --target=BranchImage --push'
                    }
                }
            }
        }

        """;

    /// <summary>The script of a branch.</summary>
    public static string ScriptOf(ImageBranch branch) =>
        $"""
        {Mark}
        // Makes {What(branch)}: dotnet cake --target=BranchImage
        #load "lib/{Library}"

        AimeeTasks(images);

        RunTargets(Arguments("target", "BranchImage"));

        """;

    /// <summary>The shared code as it begins.</summary>
    /// <param name="addIn">The directive that brings the add-in.</param>
    public static string LibraryOf(string addIn) =>
        $$"""
        // What the scripts of base/*, cross/* and build/* share: which Cake.Aimee runs them, and what they add to it.
        // ImageBranches has begun this file and leaves it alone: it is kept on this branch, which is checked out as lib/.
        {{addIn}}

        // A system of your own: images.Systems.Add(new MySystem());
        var images = new AimeeSettings();

        """;

    /// <summary>How a script brings the add-in, when that can be read anywhere: as a package, or from an absolute path.</summary>
    /// <param name="script">The tree's own script; null when it has none.</param>
    /// <param name="version">The version of this add-in.</param>
    public static string AddIn(string? script, string version) =>
        (script ?? "").Split('\n').Select(line => line.Trim()).FirstOrDefault(line =>
            line.Contains("Cake.Aimee", StringComparison.Ordinal)
            && (line.StartsWith("#addin ", StringComparison.Ordinal) || line.StartsWith("#r \"/", StringComparison.Ordinal) || line.StartsWith("#r nuget:", StringComparison.Ordinal)))
        ?? $"#addin nuget:?package=Cake.Aimee&version={version}";

    private static string What(ImageBranch branch) => branch.Last switch
    {
        ImageKind.Base => "<system>/stage3 and build/base",
        ImageKind.Cross => "build/cross-<triple> from build/base",
        _ => "build/build-<triple> from build/cross-<triple>",
    };
}
