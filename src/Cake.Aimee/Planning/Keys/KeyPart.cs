namespace Cake.Aimee.Planning.Keys;

/// <summary>One of the things that a stage's result follows from.</summary>
/// <param name="Name">What it is, as people are told of it: <c>variable CFLAGS</c>, <c>source zlib-1.3.1.tar.gz</c>, <c>dependency core/libc</c>.</param>
/// <param name="Digest">The SHA-256 of its content, in hexadecimal digits.</param>
public sealed record KeyPart(string Name, string Digest);
