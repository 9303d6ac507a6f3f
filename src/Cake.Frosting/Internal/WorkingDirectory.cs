using Cake.Core.IO;

namespace Cake.Frosting.Internal;

/// <summary>The directory that the host was told to run in.</summary>
/// <param name="Path">Absolute, or under the directory that the process was started in.</param>
internal sealed record WorkingDirectory(DirectoryPath Path);
