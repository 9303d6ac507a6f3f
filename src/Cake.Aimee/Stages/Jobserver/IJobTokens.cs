namespace Cake.Aimee.Stages.Jobserver;

/// <summary>
/// The tokens that stages and what they start share: who runs one job more than the first one holds a token for it.
/// </summary>
public interface IJobTokens
{
    /// <summary>Takes a token, when there is one. Not to be called again before it has ended.</summary>
    /// <param name="cancellationToken">Gives up waiting: no token is taken then.</param>
    /// <returns>The wait.</returns>
    Task TakeAsync(CancellationToken cancellationToken);

    /// <summary>Gives a token back.</summary>
    void GiveBack();

    /// <summary>Makes up for tokens that were lost with a program that was killed. Only when no stage runs.</summary>
    void Restore();
}
