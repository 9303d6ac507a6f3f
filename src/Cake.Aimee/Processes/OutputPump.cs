using System.Collections.Immutable;
using System.IO.Pipes;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Processes;

/// <summary>
/// Reads a program's output and error as they come, on one thread of its own: so the lines keep their order, no
/// two callbacks run at once, and a hundred programs do not wait for the thread pool.
/// </summary>
internal sealed class OutputPump
{
    private const int LinesKept = 30;
    private const int LongestKept = 2_000;
    private const int StopLookMilliseconds = 100;
    private readonly ProcessRequest _request;
    private readonly Queue<string> _last = new();
    private readonly OutputText _output;
    private readonly OutputText _error;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _started;
    private volatile bool _stopped;

    /// <summary>A pump for a request's program.</summary>
    public OutputPump(ProcessRequest request)
    {
        _request = request;
        _output = new(request, request.OutputLimit, (line, progress) => OnLine(new(line, false, progress)));
        _error = new(request, 0, (line, progress) => OnLine(new(line, true, progress)));
    }

    /// <summary>Completed when both streams have ended; faulted when a callback has thrown or the output is too long.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The standard output's text.</summary>
    public string Output => _output.Text;

    /// <summary>Whether <see cref="Output"/> is only the beginning.</summary>
    public bool OutputIsCut => _output.IsCut;

    /// <summary>The last lines of both.</summary>
    public ImmutableArray<string> LastLines
    {
        get
        {
            lock (_last)
            {
                return [.. _last];
            }
        }
    }

    /// <summary>Starts to read.</summary>
    /// <param name="output">The standard output; null when somebody else reads it.</param>
    /// <param name="error">The standard error.</param>
    public void Start(Stream? output, Stream error)
    {
        _started = true;
        new Thread(() => Run(output, error)) { IsBackground = true, Name = "output of " + Path.GetFileName(_request.Program) }.Start();
    }

    /// <summary>Stops reading, also when somebody still holds the streams open. What went wrong, <see cref="Ended"/> says.</summary>
    public async Task StopAsync()
    {
        _stopped = true;
        if (_started)
        {
            await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Run(Stream? output, Stream error)
    {
        try
        {
            Read([(output, _output), (error, _error)]);
            _ended.SetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _ended.SetException(e);
        }
    }

    private void Read((Stream? Stream, OutputText Text)[] sources)
    {
        var buffer = new byte[64 * 1024];
        Span<Native.PollDescriptor> waiting = stackalloc Native.PollDescriptor[sources.Length];
        for (var i = 0; i < sources.Length; i++)
        {
            waiting[i] = new() { Descriptor = DescriptorOf(sources[i].Stream), Events = Native.PollIn };
        }
        while (!_stopped && (waiting[0].Descriptor >= 0 || waiting[1].Descriptor >= 0))
        {
            if (Native.Poll(waiting, (nuint)waiting.Length, StopLookMilliseconds) <= 0)
            {
                continue;
            }
            for (var i = 0; i < sources.Length; i++)
            {
                if (waiting[i].Ready != 0 && !ReadOnce(sources[i].Stream!, sources[i].Text, buffer))
                {
                    waiting[i].Descriptor = -1;
                }
            }
        }
        _output.End();
        _error.End();
    }

    private bool ReadOnce(Stream stream, OutputText text, byte[] buffer)
    {
        var count = stream.Read(buffer);
        text.Next(buffer.AsSpan(0, count));
        if (_output.IsCut && _request.OnLine is null && _request.OutputLimit > 0)
        {
            throw new AimeeException($"'{_request}' printed more than the {_request.OutputLimit:N0} characters that its output may have here, and was ended.");
        }
        return count > 0;
    }

    private void OnLine(ProcessLine line)
    {
        if (!line.IsProgress)
        {
            lock (_last)
            {
                if (_last.Count == LinesKept)
                {
                    _last.Dequeue();
                }
                _last.Enqueue(line.Text.Length > LongestKept ? line.Text[..LongestKept] + "…" : line.Text);
            }
        }
        _request.OnLine?.Invoke(line);
    }

    private static int DescriptorOf(Stream? stream) => stream switch
    {
        null => -1,
        PipeStream pipe => (int)pipe.SafePipeHandle.DangerousGetHandle(),
        FileStream file => (int)file.SafeFileHandle.DangerousGetHandle(),
        _ => throw new NotSupportedException($"A program's stream is a {stream.GetType()}."),
    };
}
