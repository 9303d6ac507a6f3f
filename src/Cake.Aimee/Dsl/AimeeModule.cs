using Cake.Core;
using Cake.Core.Composition;

namespace Cake.Aimee.Dsl;

/// <summary>
/// Brings Cake.Aimee into a Frosting host: <c>new CakeHost().UseModule&lt;AimeeModule&gt;()</c>. Systems of the host's
/// own are added by registering an <see cref="AimeeSettings"/>.
/// </summary>
public sealed class AimeeModule : ICakeModule
{
    /// <inheritdoc/>
    public void Register(ICakeContainerRegistrar registrar)
    {
        ArgumentNullException.ThrowIfNull(registrar);
        registrar.RegisterType<IndexedEngine>().As<ICakeEngine>().Singleton();
        registrar.RegisterInstance(new AimeeSettings()).AsSelf().Singleton();
        registrar.RegisterType<AimeeRuntime>().AsSelf().Singleton();
    }
}
