namespace Cake.Aimee.Archives;

/// <summary>A moment as files have it.</summary>
/// <param name="Seconds">Whole seconds since 1970, rounded down.</param>
/// <param name="Nanoseconds">What comes on top.</param>
internal readonly record struct FileTime(long Seconds, int Nanoseconds)
{
    private const long OmitNanoseconds = (1L << 30) - 2;

    /// <summary>As <c>utimensat(2)</c> takes it: the time of last access stays, the time of last change becomes this.</summary>
    public long[] ToTimes() => [0, OmitNanoseconds, Seconds, Nanoseconds];
}
