package dev.pollmode.mlx5.prm;

/// A translation entry: the address of a page in the upper bits, rights in the lowest two.
public final class Mtt {
    public static final int LENGTH = 8;
    public static final long READ = 1;
    public static final long WRITE = 2;
    public static final long ADDRESS = ~0xffL;

    private Mtt() {
    }
}
