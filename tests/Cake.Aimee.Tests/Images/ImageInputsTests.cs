using Cake.Aimee.Images;

namespace Cake.Aimee.Tests.Images;

internal sealed class ImageInputsTests
{
    private static readonly ImageInputs Old = Of(("step 'packages'", "apt-get install git"), ("environment", ""), ("squash", "zstd"));

    [Test]
    public void The_key_stays_what_it_is() => Assert.That(Old.Key, Is.EqualTo("feb08651f837ace70c80b7e73c4efe70"));

    [Test]
    public void The_order_of_the_inputs_is_no_matter() =>
        Assert.That(Of(("squash", "zstd"), ("environment", ""), ("step 'packages'", "apt-get install git")).Key, Is.EqualTo(Old.Key));

    [Test]
    public void A_text_under_another_name_is_another_key() =>
        Assert.That(Of(("a", "1"), ("b", "2")).Key, Is.Not.EqualTo(Of(("a", "2"), ("b", "1")).Key));

    [Test]
    public void Changes_are_told_in_words()
    {
        var now = Of(("step 'packages'", "apt-get install git curl"), ("environment", ""), ("step 'more'", "true"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(now.Changes(Old), Is.EqualTo(["step 'more' is new", "step 'packages' changed", "squash is gone"]));
            Assert.That(now.Changes(now), Is.Empty);
        }
    }

    [Test]
    public void A_label_brings_them_back() => Assert.That(ImageInputs.FromJson(Old.ToJson())?.Key, Is.EqualTo(Old.Key));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{\"a\": 1}")]
    [TestCase("not json")]
    public void Somebody_elses_label_brings_nothing(string? json) => Assert.That(ImageInputs.FromJson(json), Is.Null);

    private static ImageInputs Of(params (string Name, string Text)[] texts) =>
        ImageInputs.Of(texts.Select(text => KeyValuePair.Create(text.Name, text.Text)));
}
