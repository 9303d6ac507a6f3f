namespace Cake.Aimee.IntegrationTests.Docs;

/// <summary>Where documented commands are run.</summary>
internal enum Place
{
    /// <summary>A tree of small packages with the names that the pages use, built on this machine.</summary>
    Sample,

    /// <summary>A copy of this repository's own tree, with the image chain made.</summary>
    OwnTree,
}
