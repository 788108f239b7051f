package dev.pollmode.bus.pci;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A driver that writes down what happens to it.
final class RecordingDriver implements PciDriver {
    final List<String> events = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch removed = new CountDownLatch(1);
    RuntimeException failure;
    PciDevice device;

    @Override
    public String name() {
        return "net_test";
    }

    @Override
    public List<PciId> ids() {
        return List.of(PciId.of(FakeVfio.VENDOR, FakeVfio.DEVICE));
    }

    @Override
    public void probe(final PciDevice probed) {
        if (failure != null) {
            throw failure;
        }
        device = probed;
        events.add("probe " + probed.name() + " \"" + probed.arguments() + "\"");
        probed.onRemoval(() -> events.add("removal of " + probed.name()));
    }

    @Override
    public void remove(final PciDevice gone) {
        events.add("remove " + gone.name());
        removed.countDown();
    }
}
