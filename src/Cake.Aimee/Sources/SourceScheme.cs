namespace Cake.Aimee.Sources;

/// <summary>How a source is brought.</summary>
public enum SourceScheme
{
    /// <summary>By HTTP or HTTPS.</summary>
    Http,

    /// <summary>By FTP or FTPS.</summary>
    Ftp,

    /// <summary>From this machine's files.</summary>
    File,

    /// <summary>From a git repository.</summary>
    Git,

    /// <summary>From a Subversion repository.</summary>
    Subversion,

    /// <summary>From a Debian source package.</summary>
    Apt,

    /// <summary>By a scheme that a program has added.</summary>
    Custom,
}
