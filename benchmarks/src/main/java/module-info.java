/// Benchmarks: what a burst, a ring, a system call cost.
module dev.pollmode.benchmarks {
    requires dev.pollmode.ethdev;
    requires dev.pollmode.mlx5.model;
    requires jmh.core;
}
