namespace Cake.Aimee.Archives;

/// <summary>A stream that can not seek, but steps over bytes for less than reading them.</summary>
internal interface ISkippingStream
{
    /// <summary>Steps over bytes, as far as there are any.</summary>
    void Skip(long count);
}
