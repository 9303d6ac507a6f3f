using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>Checks signatures by gpgv: only the keys of one file are believed.</summary>
/// <param name="keyring">The keys, as gpgv takes them.</param>
/// <param name="processes">Runs gpgv.</param>
internal sealed class SignatureCheck(Keyring keyring, IProcessRunner processes)
{
    /// <summary>Checks a clear-signed file (RFC 9580 §7) and writes the text that is signed.</summary>
    /// <exception cref="AimeeException">The signature is not good; the message says how.</exception>
    internal async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var text = file + ".verified";
        await CheckAsync(Path.GetFileName(file), ["--output", text, file], cancellationToken).ConfigureAwait(false);
        return await File.ReadAllTextAsync(text, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks a file against its detached signature.</summary>
    /// <exception cref="AimeeException">The signature is not good; the message says how.</exception>
    internal Task CheckAsync(string file, string signature, CancellationToken cancellationToken) =>
        CheckAsync(Path.GetFileName(file), [signature, file], cancellationToken);

    private async Task CheckAsync(string name, string[] arguments, CancellationToken cancellationToken)
    {
        var result = await processes.RunAsync(
            ProcessRequest.Of("gpgv", ["--status-fd", "1", "--keyring", keyring.Path, .. arguments]), cancellationToken)
            .ConfigureAwait(false);
        var status = result.Output.Split('\n').Where(line => line.StartsWith("[GNUPG:] ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1..]).ToList();
        if (Fault(status) is { } fault || (fault = result.ExitCode == 0 ? null : "gpgv refuses it") is not null)
        {
            throw new AimeeException(
                $"The signature of {name} was checked with the keys in {keyring.Origin}, and {fault}. Nothing was imported."
                + $"{Environment.NewLine}{string.Join(Environment.NewLine, result.LastLines.Where(line => line.StartsWith("gpgv:", StringComparison.Ordinal)).Select(line => $"  {line}"))}");
        }
    }

    private string? Fault(List<string[]> status)
    {
        string? Key(string word) => status.FirstOrDefault(line => line[0] == word)?.ElementAtOrDefault(1);
        return (Key("BADSIG"), Key("EXPKEYSIG"), Key("REVKEYSIG"), Key("EXPSIG"), Key("NO_PUBKEY")) switch
        {
            ({ } key, _, _, _, _) => $"it is bad: the content is not what key {key} signed",
            (_, { } key, _, _, _) => $"its key {key} has expired: a newer keyring may have it prolonged",
            (_, _, { } key, _, _) => $"its key {key} was revoked",
            (_, _, _, { } key, _) => $"it has expired; its key is {key}",
            (_, _, _, _, { } key) => $"it is by the foreign key {key}",
            _ when Key("GOODSIG") is null || Key("VALIDSIG") is null => "there is none: a signed file was expected, and something else came",
            _ => status.Where(line => line[0] == "VALIDSIG").All(line => keyring.Trusts(line[^1]))
                ? null
                : $"its key {Key("VALIDSIG")} is not the one that Gentoo signs its stage3 with",
        };
    }
}
