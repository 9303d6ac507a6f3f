namespace Cake.Aimee.Archives;

/// <summary>An entry of an archive asks for what it may not have. Whoever unpacks adds the names.</summary>
/// <param name="reason">Why, as the end of a sentence.</param>
/// <param name="innerException">What it came from.</param>
internal sealed class EntryRefusedException(string reason, Exception? innerException = null) : Exception(reason, innerException);
