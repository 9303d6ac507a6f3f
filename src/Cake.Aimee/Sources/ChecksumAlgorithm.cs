namespace Cake.Aimee.Sources;

/// <summary>The ways to compute a checksum that are strong enough to believe a file by it.</summary>
public enum ChecksumAlgorithm
{
    /// <summary>SHA-256 (FIPS 180-4).</summary>
    Sha256,

    /// <summary>SHA-512 (FIPS 180-4).</summary>
    Sha512,

    /// <summary>BLAKE2b with 512 bits (RFC 7693), as <c>b2sum</c> and Gentoo's Manifest have it.</summary>
    Blake2b,
}
