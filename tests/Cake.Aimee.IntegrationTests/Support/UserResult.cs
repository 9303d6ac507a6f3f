namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>What a user has seen of a command.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">All that it printed, colours taken out.</param>
internal sealed record UserResult(int ExitCode, string Output)
{
    private const string Mark = "Error: ";

    /// <summary>The message of an error, from <c>Error: </c> to what is not its paragraph any more.</summary>
    public string Error
    {
        get
        {
            var start = Output.IndexOf(Mark, StringComparison.Ordinal);
            return start < 0 ? "" : Output[(start + Mark.Length)..].TrimEnd();
        }
    }

    /// <summary>The command has done what it was told to.</summary>
    public UserResult Succeeded()
    {
        Assert.That(ExitCode, Is.Zero, Output);
        return this;
    }

    /// <summary>The command has failed with a message for a person: one paragraph, no stack trace.</summary>
    /// <param name="parts">What the message has to say.</param>
    public UserResult Refused(params ReadOnlySpan<string> parts)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ExitCode, Is.EqualTo(1), Output);
            Assert.That(Error, Is.Not.Empty, Output);
            Assert.That(Error, Does.Not.Contain("\n\n"), "more than a paragraph");
            Assert.That(Output, Does.Not.Contain("   at ").And.Not.Contain("Exception"), "a stack trace");
            foreach (var part in parts)
            {
                Assert.That(Error, Does.Contain(part));
            }
        }

        return this;
    }
}
