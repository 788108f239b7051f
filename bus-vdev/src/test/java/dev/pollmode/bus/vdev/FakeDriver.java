package dev.pollmode.bus.vdev;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A driver that notes what it is asked to do.
final class FakeDriver implements VdevDriver {
    final List<String> notes = new ArrayList<>();
    Consumer<VdevDevice> onProbe = device -> { };
    Predicate<VdevDevice> taken = device -> true;
    boolean needsVirtualAddresses;
    private final String name;
    private final List<String> aliases;

    FakeDriver(final String name, final String... aliases) {
        this.name = name;
        this.aliases = List.of(aliases);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> aliases() {
        return aliases;
    }

    @Override
    public void onRegistered(final VdevBus bus) {
        notes.add("registered");
    }

    @Override
    public boolean takes(final VdevDevice device) {
        return taken.test(device);
    }

    @Override
    public boolean needsVirtualAddresses() {
        return needsVirtualAddresses;
    }

    @Override
    public void probe(final VdevDevice device) {
        notes.add("probe " + device.devargs());
        onProbe.accept(device);
    }

    @Override
    public void remove(final VdevDevice device) {
        notes.add("remove " + device);
    }
}
