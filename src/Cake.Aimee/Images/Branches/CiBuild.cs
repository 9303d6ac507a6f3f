namespace Cake.Aimee.Images.Branches;

/// <summary>What CI tells of a build: in its checkouts HEAD is detached, so git does not know the branch.</summary>
/// <param name="Branch">The branch that is built; null outside of CI, and for a build of a tag.</param>
/// <param name="Number">The number of the build; null outside of CI.</param>
public sealed record CiBuild(string? Branch, string? Number)
{
    private const string Origin = "origin/";

    /// <summary>Reads the variables of GitLab, GitHub and Jenkins.</summary>
    /// <param name="variable">The value of a variable; null or empty when it is not set.</param>
    public static CiBuild Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        // Jenkins' names are such as anybody may use: they count where Jenkins has numbered the build.
        var jenkins = Of("BUILD_NUMBER");
        return new(
            Of("CI_COMMIT_BRANCH")
            ?? (Of("CI_COMMIT_TAG") is null ? Of("CI_COMMIT_REF_NAME") : null)
            ?? Of("GITHUB_HEAD_REF")
            ?? (Of("GITHUB_REF_TYPE") == "tag" ? null : Of("GITHUB_REF_NAME"))
            ?? (jenkins is null ? null : Of("BRANCH_NAME") ?? Local(Of("GIT_BRANCH"))),
            Of("CI_PIPELINE_IID") ?? Of("GITHUB_RUN_NUMBER") ?? jenkins);

        string? Of(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    private static string? Local(string? branch) =>
        branch?.StartsWith(Origin, StringComparison.Ordinal) == true ? branch[Origin.Length..] : branch;
}
