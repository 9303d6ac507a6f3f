using System.Collections.Immutable;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>The layers that are being written, one after the other: a new one begins where one would grow too large.</summary>
internal sealed class LayerOutputs : IDisposable
{
    private static readonly byte[] Trailer = new byte[2 * TarField.BlockSize];

    private readonly Func<LayerOutput> _open;
    private readonly long? _limit;
    private readonly ImmutableArray<WrittenLayer>.Builder _written = ImmutableArray.CreateBuilder<WrittenLayer>();
    private LayerOutput? _current;

    public LayerOutputs(ImageSink sink, LayerFormat format, ProgressMeter meter, CancellationToken cancellationToken)
    {
        _open = () => new LayerOutput(sink, format, meter, cancellationToken);
        _limit = format.SplitSize;
        _current = _open();
    }

    /// <summary>Which layer is being written now, from 1.</summary>
    public int Number => _written.Count + 1;

    public HashingWriter Writer => _current!.Writer;

    /// <summary>The layers that are finished.</summary>
    public ImmutableArray<WrittenLayer> Written => _written.ToImmutable();

    /// <summary>Whether there may be several layers.</summary>
    public bool IsSplit => _limit is not null;

    /// <summary>Begins a new layer if what comes next would make this one too large.</summary>
    public void Reserve(long length)
    {
        if (_limit is { } limit && Writer.Length + length + Trailer.Length > limit)
        {
            Next();
        }
    }

    /// <summary>Begins a new layer, unless nothing is in this one yet.</summary>
    public void Next()
    {
        if (Writer.Length > 0)
        {
            Complete();
            _current = _open();
        }
    }

    /// <summary>Finishes the layer at hand.</summary>
    public void Complete()
    {
        Writer.Write(Trailer);
        _written.Add(_current!.Complete());
        _current.Dispose();
        _current = null;
    }

    public void Dispose() => _current?.Dispose();
}
