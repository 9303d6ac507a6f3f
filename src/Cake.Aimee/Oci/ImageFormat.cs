namespace Cake.Aimee.Oci;

/// <summary>In what form images are written.</summary>
public enum ImageFormat
{
    /// <summary>An OCI image layout in a directory.</summary>
    OciDirectory,

    /// <summary>An OCI image layout in a tar archive.</summary>
    OciArchive,

    /// <summary>What <c>docker load</c> takes, every version of it; it is an OCI image layout too.</summary>
    DockerArchive,
}
