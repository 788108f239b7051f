package dev.pollmode.ethdev;

/// Somebody who owns ports, such as a driver that combines them. Others don't see owned ports when they iterate.
///
/// Made by [EthDevs#newOwner]; two owners are the same only when they are the same object.
public final class Owner {
    private final String name;
    private final long id;

    Owner(final String name, final long id) {
        this.name = name;
        this.id = id;
    }

    /// {@return what it is called}
    public String name() {
        return name;
    }

    /// {@return its number, unlike that of any other owner of the Eal}
    public long id() {
        return id;
    }

    /// {@return name and number as DPDK prints them: `Fail-safe_0000000000000001`}
    @Override
    public String toString() {
        return "%s_%016x".formatted(name, id);
    }
}
