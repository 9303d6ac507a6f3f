namespace Cake.Aimee.Artifacts.Exports;

/// <summary>What kind of package is made for another system's package manager.</summary>
public enum ExportFormat
{
    /// <summary>Debian's, made by <c>dpkg-deb</c>.</summary>
    Deb,

    /// <summary>RPM, made by <c>rpmbuild</c>.</summary>
    Rpm,
}
