namespace Cake.Aimee.Sources;

/// <summary>Tries again what may pass, each time after a longer wait.</summary>
internal static class Attempts
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>Does something until it succeeds, fails for good, or has failed too often.</summary>
    /// <exception cref="FetchException">It failed; the message says how often it was tried.</exception>
    public static async Task<T> RunAsync<T>(SourceSettings settings, Func<Task<T>> action, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await action().ConfigureAwait(false);
            }
            catch (TransientFetchException e)
            {
                if (attempt >= settings.Attempts)
                {
                    throw new FetchException($"{e.Message} ({settings.Attempts} attempts)", e);
                }
                await Task.Delay(DelayAfter(settings, attempt, e), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>How long to wait after a failed attempt.</summary>
    public static TimeSpan DelayAfter(SourceSettings settings, int attempt, TransientFetchException failure)
    {
        var delay = failure.After ?? settings.FirstDelay * Math.Pow(2, attempt - 1);
        return delay < LongestDelay ? delay : LongestDelay;
    }
}
