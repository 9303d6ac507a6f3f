using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Images.Registries;

/// <summary>Asks a registry again when it fails in a way that may pass, each time after twice as long.</summary>
/// <param name="registry">The registry.</param>
/// <param name="image">The image's name in the chain, for the reports.</param>
/// <param name="progress">Is told of each failure.</param>
internal sealed class RegistryAttempts(Registry registry, string image, IProgress<ImageEvent> progress)
{
    /// <summary>How often a registry is asked in all.</summary>
    public const int Count = 4;

    /// <summary>Does something that may fail.</summary>
    /// <param name="what">What it is, to begin a sentence.</param>
    /// <param name="work">Does it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">It failed for good, or too often.</exception>
    public async Task<T> RunAsync<T>(string what, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (AimeeException exception) when (RegistryFailure.IsPassing(exception.Message) && attempt < Count)
            {
                var delay = registry.FirstDelay * Math.Pow(2, attempt - 1);
                progress.Report(new RegistryFailed(image, what, Said(exception), delay));
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
            catch (AimeeException exception) when (RegistryFailure.IsPassing(exception.Message))
            {
                throw new AimeeException(
                    $"{what} failed {Count} times, the last time so: {Said(exception)}{Environment.NewLine}Can {registry.Login.Host} be reached from here? "
                    + "When it can again, run the same command: what it has already got is not sent twice.",
                    exception);
            }
            catch (AimeeException exception)
            {
                throw RegistryFailure.Of(Said(exception), what, registry.Login, exception);
            }
        }
    }

    private static string Said(AimeeException exception) => RegistryFailure.Said([.. exception.Message.Split('\n')]);
}
