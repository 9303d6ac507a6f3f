using Cake.Aimee.Images;
using Cake.Aimee.Images.Branches;

namespace Cake.Aimee.Tests.Images.Branches;

internal sealed class CiBuildTests
{
    [TestCase("", null, null)]
    [TestCase("CI_COMMIT_BRANCH=cross/main CI_COMMIT_REF_NAME=cross/main CI_PIPELINE_IID=12", "cross/main", "12")]
    [TestCase("CI_COMMIT_REF_NAME=cross/topic CI_PIPELINE_IID=12", "cross/topic", "12", Description = "a merge request")]
    [TestCase("CI_COMMIT_REF_NAME=v1 CI_COMMIT_TAG=v1 CI_PIPELINE_IID=12", null, "12")]
    [TestCase("GITHUB_REF_NAME=base/main GITHUB_REF_TYPE=branch GITHUB_HEAD_REF= GITHUB_RUN_NUMBER=3", "base/main", "3")]
    [TestCase("GITHUB_REF_NAME=7/merge GITHUB_REF_TYPE=branch GITHUB_HEAD_REF=base/topic GITHUB_RUN_NUMBER=3", "base/topic", "3")]
    [TestCase("GITHUB_REF_NAME=v1 GITHUB_REF_TYPE=tag GITHUB_RUN_NUMBER=3", null, "3")]
    [TestCase("BRANCH_NAME=build/main GIT_BRANCH=origin/build/main BUILD_NUMBER=88", "build/main", "88")]
    [TestCase("GIT_BRANCH=origin/build/main BUILD_NUMBER=88", "build/main", "88")]
    [TestCase("BRANCH_NAME=build/main", null, null, Description = "a variable of the user's own")]
    public void Branch_and_number_come_from_the_variables_of_each_ci(string variables, string? branch, string? number)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.That(CiBuild.Read(set.GetValueOrDefault!), Is.EqualTo(new CiBuild(branch, number)));
    }

    [TestCase("base/main", null, "main latest", "Stage3 Base", "")]
    [TestCase("cross/main", "5", "main-5 main latest", "Cross", "main")]
    [TestCase("build/topic", "5", "topic-5 topic", "Build", "topic main")]
    public void A_branch_says_what_it_makes_and_how_that_is_tagged(string name, string? number, string tags, string kinds, string before)
    {
        var branch = ImageBranch.Parse(name);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(branch.Name, Is.EqualTo(name));
            Assert.That(string.Join(' ', branch.Tags(number)), Is.EqualTo(tags));
            Assert.That(string.Join(' ', branch.Kinds), Is.EqualTo(kinds));
            Assert.That(branch.Before is null ? "" : string.Join(' ', branch.TagsBefore), Is.EqualTo(before));
            Assert.That(branch.Before, Is.EqualTo(branch.Last == ImageKind.Base ? null : (ImageKind?)(branch.Last - 1)));
        }
    }
}
