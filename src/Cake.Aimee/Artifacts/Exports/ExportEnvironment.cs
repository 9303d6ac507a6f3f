using System.Collections.Immutable;
using System.Globalization;

namespace Cake.Aimee.Artifacts.Exports;

/// <summary>The variables that the packages' programs run with.</summary>
internal static class ExportEnvironment
{
    /// <summary>English, and a clock that stands still.</summary>
    public static ImmutableDictionary<string, string?> At(DateTimeOffset epoch) => ImmutableDictionary<string, string?>.Empty
        .Add("LC_ALL", "C.UTF-8")
        .Add("SOURCE_DATE_EPOCH", epoch.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
}
