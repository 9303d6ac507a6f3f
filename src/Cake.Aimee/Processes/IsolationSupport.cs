using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Processes;

/// <summary>What isolation this machine allows the caller, as found by trying.</summary>
/// <param name="Supported">What can be asked for.</param>
/// <param name="ByUserNamespace">Whether it is made through user namespaces: as a normal user, or as root in a container.</param>
/// <param name="Problems">Why the others can not be had, in the words of <c>unshare</c>.</param>
public sealed record IsolationSupport(
    Isolation Supported, bool ByUserNamespace, ImmutableDictionary<Isolation, string> Problems)
{
    /// <summary>Tries each kind of isolation by itself. What was found is remembered by this process.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<IsolationSupport> ProbeAsync(CancellationToken cancellationToken)
    {
        var result = new IsolationSupport(Isolation.None, false, ImmutableDictionary<Isolation, string>.Empty);
        var runner = new ProcessRunner();
        foreach (var isolation in (Isolation[])[Isolation.Network, Isolation.Processes, Isolation.Mounts])
        {
            try
            {
                var way = await Unshare.FindAsync(isolation, runner).WaitAsync(cancellationToken).ConfigureAwait(false);
                result = way.Problem is null
                    ? result with { Supported = result.Supported | isolation, ByUserNamespace = result.ByUserNamespace || way.ByUserNamespace }
                    : result with { Problems = result.Problems.Add(isolation, way.Problem) };
            }
            catch (AimeeException e)
            {
                result = result with { Problems = result.Problems.Add(isolation, e.Message) };
            }
        }
        return result;
    }
}
