using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cake.Aimee.Benchmarks.Archive;

/// <summary>Runs the contestants in turn and remembers how long each took, and how much of the processors' time.</summary>
internal sealed class ArchiveContest(string directory, string root)
{
    private readonly Dictionary<string, List<(double Wall, double Processor)>> _seconds = [];

    private string Flat => $"{directory}/flat.tar";

    private string Tar => $"tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C {root} -cf -";

    private static string Ours => $"{Environment.ProcessPath} archive once";

    public void Run()
    {
        Time("pack to zst", $"{Ours} pack {root} {directory}/ours.tar.zst tar.zst");
        Time("tar | zstd -T2 -3", $"{Tar} . | zstd -q -f -T2 -3 -o {directory}/peer.tar.zst");
        Time("pack to gz", $"{Ours} pack {root} {directory}/ours.tar.gz tar.gz");
        Time("tar | pigz -p2 -6", $"{Tar} . | pigz -p2 -6 >{directory}/peer.tar.gz");
        Shell($"rm -rf {directory}/unpacked");
        Time("unpack zst", $"{Ours} unpack {directory}/ours.tar.zst {directory}/unpacked");
        Shell($"rm -rf {directory}/unpacked; mkdir {directory}/unpacked");
        Time("tar -x of zst", $"tar --zstd -xf {directory}/ours.tar.zst -C {directory}/unpacked");
        Shell($"rm -rf {directory}/unpacked");
        Time("unpack gz", $"{Ours} unpack {directory}/ours.tar.gz {directory}/unpacked");
        Shell($"rm -rf {directory}/unpacked; mkdir {directory}/unpacked");
        Time("tar -x of gz", $"tar -xzf {directory}/ours.tar.gz -C {directory}/unpacked");
        Shell($"[ -f {Flat} ] || {Tar} . >{Flat}; cat {Flat} >/dev/null");
        Time("hash", $"{Ours} hash {Flat}");
        Time("openssl dgst -sha256", $"openssl dgst -sha256 {Flat}");
    }

    public string Report()
    {
        var text = new StringBuilder();
        foreach (var (name, seconds) in _seconds)
        {
            var all = string.Join(' ', seconds.Select(one => one.Wall.ToString("f2", CultureInfo.InvariantCulture)));
            text.AppendLine(CultureInfo.InvariantCulture, $"{Median(name, one => one.Wall),7:f2} s {Median(name, one => one.Processor),7:f2} s of processor  {name,-24} ({all})");
        }

        Ratio(text, "pack to zst", "tar | zstd -T2 -3", 1.3);
        Ratio(text, "pack to gz", "tar | pigz -p2 -6", 1.3);
        Ratio(text, "unpack zst", "tar -x of zst", 1.3);
        Ratio(text, "unpack gz", "tar -x of gz", 1.3);
        Ratio(text, "hash", "openssl dgst -sha256", 1.1);
        return text.ToString();
    }

    private void Ratio(StringBuilder text, string ours, string peer, double limit)
    {
        // Of rounds that ran side by side, so that a busy machine disturbs both.
        var ratios = _seconds[ours].Zip(_seconds[peer], (one, other) => (Wall: one.Wall / other.Wall, Processor: one.Processor / other.Processor)).ToList();
        var wall = ratios.Select(ratio => ratio.Wall).Order().ElementAt(ratios.Count / 2);
        var processor = ratios.Select(ratio => ratio.Processor).Order().ElementAt(ratios.Count / 2);
        text.AppendLine(CultureInfo.InvariantCulture, $"{wall,7:f2}    {processor,7:f2}    {ours} / {peer} (at most {limit:f1})");
    }

    /// <summary>Times a command; the shell tells what processor time it and its children took.</summary>
    private void Time(string name, string command)
    {
        var start = Stopwatch.GetTimestamp();
        var lines = Shell($"{{ {command}; }} || exit; times").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var isOurs = double.TryParse(lines[0], CultureInfo.InvariantCulture, out var seconds);
        var processor = lines[^1].Split(' ').Sum(ParseTime);
        (_seconds.TryGetValue(name, out var list) ? list : _seconds[name] = []).Add((isOurs ? seconds : wall, processor));
    }

    private static string Shell(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{script}: exit code {process.ExitCode}");
    }

    // 1m2.345s
    private static double ParseTime(string text)
    {
        var parts = text.TrimEnd('s').Split('m');
        return (60 * double.Parse(parts[0], CultureInfo.InvariantCulture)) + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private double Median(string name, Func<(double Wall, double Processor), double> of) =>
        _seconds[name].Select(of).Order().ElementAt(_seconds[name].Count / 2);
}
