package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

@RequiresNetNs
class UeventSocketTest {
    @Test
    void tellsThatANetworkDeviceComesAndGoes() {
        try (TestNet net = new TestNet(); UeventSocket socket = UeventSocket.openIn(net.namespace)) {
            net.links.createVeth("left", "right");
            assertThat(eventually(socket, event -> event.action() == Uevent.Action.ADD && event.subsystem().equals("net")
                && event.property("INTERFACE").equals("left") && event.property("IFINDEX").equals("" + net.index("left"))
                && event.devicePath().equals("/devices/virtual/net/left"))).isTrue();

            net.links.delete(net.index("left"));
            assertThat(eventually(socket, event -> event.action() == Uevent.Action.REMOVE && event.property("INTERFACE").equals("right"))).isTrue();
            assertThat(socket.malformed()).isZero();
        }
    }

    @Test
    void tellsOfOtherDevicesToo() throws IOException {
        final Path trigger = Path.of("/sys/devices/virtual/mem/null/uevent");
        Assumptions.assumeTrue(Files.isWritable(trigger), "no " + trigger);
        Assumptions.assumeTrue(Files.readString(Path.of("/proc/self/uid_map")).contains("4294967295"), "in a user namespace");
        try (UeventSocket socket = UeventSocket.open()) {
            Files.writeString(trigger, "change");

            assertThat(eventually(socket, event -> event.action() == Uevent.Action.CHANGE && event.devicePath().equals("/devices/virtual/mem/null")
                && event.property("DEVNAME").equals("null") && event.property("SYNTH_UUID").equals("0"))).isTrue();
        }
    }

    @Test
    void isReadableWhenThereIsSomethingToTell() {
        try (TestNet net = new TestNet(); UeventSocket socket = UeventSocket.openIn(net.namespace)) {
            socket.poll();
            net.links.createIfb("shaper");
            assertThat(Poll.readable(socket.fd().number(), 5000)).isTrue();
            assertThat(eventually(socket, event -> event.property("INTERFACE").equals("shaper"))).isTrue();
        }
    }

    @Test
    void saysThatEventsWereLost() {
        try (TestNet net = new TestNet(); UeventSocket socket = UeventSocket.openIn(net.namespace)) {
            socket.receiveBuffer(4096);
            for (int i = 0; i < 20; i++) {
                net.links.createVeth("l" + i, "r" + i);
            }

            assertThat(socket.poll()).extracting(Uevent::action).contains(Uevent.Action.RESYNC, Uevent.Action.ADD);
            net.links.createIfb("shaper");
            assertThat(eventually(socket, event -> event.property("INTERFACE").equals("shaper"))).isTrue();
        }
    }

    @Test
    void leavesNoDescriptorBehind() {
        final int before = OpenFds.count();
        for (int i = 0; i < 200; i++) {
            UeventSocket.open().close();
        }
        assertThat(OpenFds.count()).isLessThanOrEqualTo(before);
    }

    private static boolean eventually(final UeventSocket socket, final Predicate<Uevent> wanted) {
        final List<Uevent> seen = new ArrayList<>();
        return TestNet.eventually(() -> {
            seen.addAll(socket.poll());
            return seen.stream().anyMatch(wanted);
        });
    }
}
