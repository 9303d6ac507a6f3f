namespace Cake.Aimee.Dsl;

/// <summary>A name that a task names, and that no task has.</summary>
/// <remarks>A class: LINQ over structs is compiled at run time, at each start of the program.</remarks>
/// <param name="Name">The name.</param>
/// <param name="By">The task that names it.</param>
/// <param name="IsRequired">Whether Cake refuses to run without it.</param>
internal sealed record MissingTask(string Name, string By, bool IsRequired);
