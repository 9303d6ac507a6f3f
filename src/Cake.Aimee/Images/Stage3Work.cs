using Cake.Aimee.Processes;

namespace Cake.Aimee.Images;

/// <summary>What a system is given for bringing its userland.</summary>
/// <param name="Directory">An empty directory for it alone; removed when the image is made.</param>
/// <param name="Processes">Runs programs.</param>
/// <param name="OnLine">Takes each line that they print, for the log.</param>
public sealed record Stage3Work(string Directory, IProcessRunner Processes, Action<ProcessLine> OnLine);
