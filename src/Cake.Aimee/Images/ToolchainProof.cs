using Cake.Aimee.Targets;

namespace Cake.Aimee.Images;

/// <summary>What a cross image's toolchain has to prove before the image is tagged.</summary>
/// <param name="Target">What the programs have to be for.</param>
/// <param name="BuildMachine">What the image runs on: its own programs need no emulator.</param>
/// <param name="Sysroot">Where the target's libraries are in the image.</param>
public sealed record ToolchainProof(TargetTriple Target, TargetTriple BuildMachine, string Sysroot);
