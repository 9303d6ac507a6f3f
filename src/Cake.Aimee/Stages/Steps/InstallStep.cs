using Cake.Aimee.Artifacts.Sysroots;

namespace Cake.Aimee.Stages.Steps;

/// <summary>Installs a package's artifact into the sysroot that people see.</summary>
/// <param name="artifacts">Knows the artifact.</param>
internal sealed class InstallStep(BuildArtifacts artifacts) : IStageStep
{
    /// <inheritdoc/>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        var sidecar = artifacts.Require(run.Package);
        var request = new InstallRequest(
            sidecar.Name.Id, artifacts.StoreOf(run.Package).PathOf(sidecar.Name), sidecar.Digest, artifacts.InstallKey(run.Package).Value);
        if (run.Package.Split is null && run.Rules.PostInstall is { } body)
        {
            request = request with
            {
                PostInstall = (sysroot, token) =>
                {
                    Directory.CreateDirectory(run.Place.Temporary);
                    return run.RunAsync(body, sysroot, new StageScriptParts { Writable = [sysroot], SeesSysroot = true }, token);
                },
            };
        }

        await artifacts.SysrootOf(run.Package).InstallAsync(request, cancellationToken).ConfigureAwait(false);
        run.Log.Write($"installed {sidecar.Name} into {artifacts.SysrootOf(run.Package).Directory}");
    }
}
