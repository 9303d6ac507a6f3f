using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cake.Aimee.Benchmarks.Squash;

/// <summary>Runs the contestants in turn and remembers how long each took.</summary>
internal sealed class SquashContest(string directory)
{
    private readonly Dictionary<string, List<double>> _seconds = [];
    private readonly Dictionary<string, string> _peaks = [];

    private string Layers => string.Join(' ', BenchmarkImage.LayerPaths(directory));

    private string Image => BenchmarkImage.ArchivePath(directory);

    private string Flat => Path.Combine(directory, "flat.tar");

    public void Run(bool withPeers)
    {
        Squash("squash, not verified", Image, "None", verify: false);
        Shell("flat", $"cp {directory}/out/blobs/sha256/$(ls -S {directory}/out/blobs/sha256 | head -1) {Flat}");

        Shell("read all layers", $"cat {Layers} > /dev/null");
        Shell("write the flat tar", $"cat {Flat} > {directory}/copy; sync {directory}/copy; rm {directory}/copy");
        Shell("openssl dgst of the flat tar", $"openssl dgst -sha256 {Flat}");
        Squash("squash, verified", Image, "None", verify: true);
        Shell("all bytes on two cores", $"(cat {Flat} > {directory}/copy; sync {directory}/copy; rm {directory}/copy) & printf '%s\\n' {Flat} {Layers} | xargs -P2 -n1 openssl dgst -sha256; wait");
        Squash("squash to zstd -3, verified", Image, "Zstd", verify: true);
        Shell("zstd -T2 -3 of the flat tar", $"zstd -q -f -T2 -3 {Flat} -o {directory}/copy; rm {directory}/copy");
        Squash("squash to gzip -6, verified", Image, "Gzip", verify: true);
        Shell("pigz -p2 -6 of the flat tar", $"pigz -p2 -6 -c {Flat} > {directory}/copy; rm {directory}/copy");

        var gzip = PrepareGzip();
        Shell("preparation", $"cat {gzip}/blobs/sha256/* > /dev/null");
        Squash("squash of gzip layers, verified", gzip, "None", verify: true);
        Shell("pigz -d of all layers on two cores", $"ls {directory}/gzip/blobs/sha256/* | xargs -P2 -n1 sh -c 'pigz -dc < $0 > /dev/null 2>&1 || true'");
        if (withPeers)
        {
            RunPeers();
        }
    }

    public string Report()
    {
        var text = new StringBuilder();
        foreach (var (name, seconds) in _seconds)
        {
            var peak = _peaks.GetValueOrDefault(name, "");
            text.AppendLine(CultureInfo.InvariantCulture, $"{Median(name),7:f2} s  {name,-40} {peak}  ({string.Join(' ', seconds.Select(value => value.ToString("f2", CultureInfo.InvariantCulture)))})");
        }

        var floor = Median("read all layers") + Median("write the flat tar") + Median("openssl dgst of the flat tar");
        Ratio(text, "not verified / (read + write + digest)", Median("squash, not verified") / floor, 1.0);
        Ratio(text, "verified / all bytes on two cores", Median("squash, verified") / Median("all bytes on two cores"), 1.3);
        Ratio(text, "zstd -3 / zstd -T2 -3 alone", Median("squash to zstd -3, verified") / Median("zstd -T2 -3 of the flat tar"), 2.0);
        Ratio(text, "gzip -6 / pigz -p2 -6 alone", Median("squash to gzip -6, verified") / Median("pigz -p2 -6 of the flat tar"), 1.0);
        var slower = Math.Max(Median("pigz -d of all layers on two cores"), Median("squash, verified"));
        Ratio(text, "gzip layers / the slower of pigz -d and the rest", Median("squash of gzip layers, verified") / slower, 1.3);
        return text.ToString();
    }

    private static void Ratio(StringBuilder text, string name, double ratio, double limit) =>
        text.AppendLine(CultureInfo.InvariantCulture, $"{ratio,7:f2}    {name} (at most {limit:f1})");

    private void RunPeers()
    {
        var storage = $"--root {directory}/storage --runroot {directory}/storage-run --storage-driver vfs";
        Shell("buildah from + commit --squash", $"rm -rf {directory}/peer; c=$(buildah {storage} from docker-archive:{Image}) && buildah {storage} commit --squash --disable-compression $c oci:{directory}/peer:x && buildah {storage} rm $c && buildah {storage} rmi -a -f");
        Shell("skopeo copy to an OCI layout (gzip, no squash)", $"rm -rf {directory}/peer; skopeo copy -q docker-archive:{Image} oci:{directory}/peer:x");
        Shell("docker load, export | import", $"docker info > /dev/null 2>&1 || exit 0; n=$(docker load -q -i {Image} | sed 's/.*: //') && c=$(docker create $n true) && docker export $c | docker import -; docker rm $c > /dev/null");
        Shell("umoci unpack + repack (gzip)", $"umoci unpack --image {directory}/peer:x {directory}/bundle && umoci repack --image {directory}/peer:y {directory}/bundle; rm -rf {directory}/bundle");
    }

    private string PrepareGzip()
    {
        var layout = Path.Combine(directory, "gzip");
        if (!Directory.Exists(layout))
        {
            Shell("compression of the layers", $"skopeo copy -q docker-archive:{Image} oci:{layout}:x");
        }

        return layout;
    }

    private void Squash(string name, string input, string compression, bool verify)
    {
        Shell("preparation", $"rm -rf {directory}/out");
        var output = Time(name, Environment.ProcessPath!, ["squash", "once", input, $"{directory}/out", compression, verify.ToString()]);
        _peaks[name] = output.Trim();
    }

    private void Shell(string name, string script) => Time(name, "/bin/sh", ["-c", script]);

    private string Time(string name, string program, string[] arguments)
    {
        // Nobody waits for what another has left to be written.
        using (var settle = Process.Start("sync"))
        {
            settle.WaitForExit();
        }

        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name}: exit code {process.ExitCode}");
        }

        (_seconds.TryGetValue(name, out var list) ? list : _seconds[name] = []).Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        return output;
    }

    private double Median(string name) => _seconds[name].Order().ElementAt(_seconds[name].Count / 2);
}
