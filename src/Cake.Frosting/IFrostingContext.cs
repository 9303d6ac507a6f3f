using Cake.Core;

namespace Cake.Frosting;

/// <summary>The context of a run. The host makes one, and gives it to every task and lifetime.</summary>
public interface IFrostingContext : ICakeContext
{
}
