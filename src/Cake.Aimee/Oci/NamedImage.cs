namespace Cake.Aimee.Oci;

/// <summary>An image that was written, and what it is called.</summary>
internal sealed record NamedImage(string? Name, SquashedImage Image);
