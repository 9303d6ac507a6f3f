return args is ["squash", ..] ? await Cake.Aimee.Benchmarks.Squash.SquashBenchmark.RunAsync(args[1..]) : 0;
