namespace Cake.Aimee.Tool.Completion;

/// <summary>What a word may become.</summary>
/// <param name="Value">The whole word.</param>
/// <param name="Meaning">What it means, in a line; may be empty.</param>
internal readonly record struct Candidate(string Value, string Meaning = "");
