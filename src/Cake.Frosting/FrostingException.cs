namespace Cake.Frosting;

/// <summary>A host that is put together wrongly: a dependency that is no task, a tool nobody installs, no such directory.</summary>
public sealed class FrostingException : Exception
{
    /// <summary>Reports what is wrong.</summary>
    /// <param name="message">What, where, and the way out.</param>
    public FrostingException(string message)
        : base(message)
    {
    }

    /// <summary>Reports what is wrong, and what brought it about.</summary>
    /// <param name="message">What, where, and the way out.</param>
    /// <param name="innerException">The cause.</param>
    public FrostingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
