namespace Cake.Aimee.Dsl;

/// <summary>Says which of a host's own tasks run before and after stages.</summary>
public interface IStageTies
{
    /// <summary>The ties.</summary>
    IEnumerable<StageTie> All();
}
