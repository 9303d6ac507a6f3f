using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Aimee.Dsl;

/// <content>The events, and raising them: a handler that fails is logged, and stops nothing.</content>
public sealed partial class IndexedEngine
{
    /// <inheritdoc/>
    public event EventHandler<BeforeSetupEventArgs>? BeforeSetup;

    /// <inheritdoc/>
    public event EventHandler<AfterSetupEventArgs>? AfterSetup;

    /// <inheritdoc/>
    public event EventHandler<BeforeTeardownEventArgs>? BeforeTeardown;

    /// <inheritdoc/>
    public event EventHandler<AfterTeardownEventArgs>? AfterTeardown;

    /// <inheritdoc/>
    public event EventHandler<BeforeTaskSetupEventArgs>? BeforeTaskSetup;

    /// <inheritdoc/>
    public event EventHandler<AfterTaskSetupEventArgs>? AfterTaskSetup;

    /// <inheritdoc/>
    public event EventHandler<BeforeTaskTeardownEventArgs>? BeforeTaskTeardown;

    /// <inheritdoc/>
    public event EventHandler<AfterTaskTeardownEventArgs>? AfterTaskTeardown;

    internal void Raise(BeforeSetupEventArgs args) => Publish(BeforeSetup, args);

    internal void Raise(AfterSetupEventArgs args) => Publish(AfterSetup, args);

    internal void Raise(BeforeTeardownEventArgs args) => Publish(BeforeTeardown, args);

    internal void Raise(AfterTeardownEventArgs args) => Publish(AfterTeardown, args);

    internal void Raise(BeforeTaskSetupEventArgs args) => Publish(BeforeTaskSetup, args);

    internal void Raise(AfterTaskSetupEventArgs args) => Publish(AfterTaskSetup, args);

    internal void Raise(BeforeTaskTeardownEventArgs args) => Publish(BeforeTaskTeardown, args);

    internal void Raise(AfterTaskTeardownEventArgs args) => Publish(AfterTaskTeardown, args);

    private void Publish<T>(EventHandler<T>? handlers, T args)
        where T : EventArgs
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                handler(this, args);
            }
#pragma warning disable CA1031 // Whoever listens does not decide whether the build goes on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                log.Error("Event handler {0} failed: {1}", handler.Method.Name, exception.Message);
            }
        }
    }
}
