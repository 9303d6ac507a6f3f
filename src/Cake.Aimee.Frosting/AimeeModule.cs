using Cake.Aimee.Dsl;
using Cake.Core;
using Cake.Core.Composition;

namespace Cake.Aimee.Frosting;

/// <summary>
/// Brings Cake.Aimee into a Frosting host: <c>new CakeHost().UseModule&lt;AimeeModule&gt;()</c>. What a host adds to
/// what comes with the library (systems, kinds of build, stages) it says by registering an <see cref="AimeeSettings"/>.
/// </summary>
public sealed class AimeeModule : ICakeModule
{
    /// <inheritdoc/>
    public void Register(ICakeContainerRegistrar registrar)
    {
        ArgumentNullException.ThrowIfNull(registrar);
        registrar.RegisterType<IndexedEngine>().As<ICakeEngine>().Singleton();
        registrar.RegisterType<AimeeRuntime>().AsSelf().Singleton();
        registrar.RegisterType<TaskPrinter>().As<ICakeReportPrinter>().Singleton();
        registrar.RegisterType<FrostingTies>().As<IStageTies>().Singleton();
        registrar.RegisterType<AimeeTaskSource>().As<ITaskSource>().Singleton();
    }
}
