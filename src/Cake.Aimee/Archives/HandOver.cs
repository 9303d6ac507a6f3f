namespace Cake.Aimee.Archives;

/// <summary>
/// Hands things from one thread to another. Who waits sleeps at once: the framework's own collection first yields the
/// processor many times, which on a busy machine costs a turn of all others each time.
/// </summary>
internal sealed class HandOver<T>
{
    private readonly Queue<T> _things = new();
    private bool _isComplete;

    /// <summary>Whether something is there to be taken at this moment.</summary>
    public bool HasAny
    {
        get
        {
            lock (_things)
            {
                return _things.Count > 0;
            }
        }
    }

    /// <summary>Hands over one.</summary>
    public void Add(T thing)
    {
        lock (_things)
        {
            _things.Enqueue(thing);
            Monitor.Pulse(_things);
        }
    }

    /// <summary>Says that no more will come.</summary>
    public void Complete()
    {
        lock (_things)
        {
            _isComplete = true;
            Monitor.PulseAll(_things);
        }
    }

    /// <summary>Takes the next, waiting for it.</summary>
    /// <param name="thing">What was taken.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when no more will come.</returns>
    public bool Take(out T thing, CancellationToken cancellationToken)
    {
        using var wake = cancellationToken.UnsafeRegister(_ => Wake(), null);
        lock (_things)
        {
            while (_things.Count == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_isComplete)
                {
                    thing = default!;
                    return false;
                }

                Monitor.Wait(_things);
            }

            thing = _things.Dequeue();
            return true;
        }
    }

    private void Wake()
    {
        lock (_things)
        {
            Monitor.PulseAll(_things);
        }
    }
}
