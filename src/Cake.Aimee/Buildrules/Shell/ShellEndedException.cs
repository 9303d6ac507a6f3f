namespace Cake.Aimee.Buildrules.Shell;

/// <summary>A file that a shell reads has gone beyond a limit: the shell is ended.</summary>
internal sealed class ShellEndedException(string message, Exception? innerException = null) : Exception(message, innerException);
