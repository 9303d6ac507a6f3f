return args switch
{
    ["squash", ..] => await Cake.Aimee.Benchmarks.Squash.SquashBenchmark.RunAsync(args[1..]),
    ["tree", ..] => await Cake.Aimee.Benchmarks.Tree.TreeBenchmark.RunAsync(args[1..]),
    _ => 0,
};
