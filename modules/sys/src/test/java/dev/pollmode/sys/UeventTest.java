package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UeventTest {
    private static final String BIND = "bind@/devices/pci0000:00/0000:00:02.0\0ACTION=bind\0DEVPATH=/devices/pci0000:00/0000:00:02.0\0"
        + "SUBSYSTEM=pci\0DRIVER=vfio-pci\0PCI_CLASS=20000\0PCI_SLOT_NAME=0000:00:02.0\0MODALIAS=pci:v=8086\0SEQNUM=1234\0";

    @Test
    void readsActionPathAndProperties() {
        final Uevent event = parse(BIND);

        assertThat(event.action()).isEqualTo(Uevent.Action.BIND);
        assertThat(event.devicePath()).isEqualTo("/devices/pci0000:00/0000:00:02.0");
        assertThat(event.subsystem()).isEqualTo("pci");
        assertThat(event.properties()).contains(entry("DRIVER", "vfio-pci"), entry("PCI_SLOT_NAME", "0000:00:02.0"), entry("MODALIAS", "pci:v=8086"));
        assertThat(event.property("NOTHING")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"add, ADD", "remove, REMOVE", "change, CHANGE", "move, MOVE", "online, ONLINE", "offline, OFFLINE", "bind, BIND", "unbind, UNBIND",
        "resync, OTHER", "other, OTHER", "ADD, OTHER"})
    void knowsTheActions(final String text, final Uevent.Action action) {
        assertThat(parse(text + "@/d\0ACTION=" + text + "\0DEVPATH=/d\0").action()).isEqualTo(action);
    }

    @Test
    void theFirstOfTwoPropertiesCounts() {
        assertThat(parse("add@/d\0ACTION=add\0DEVPATH=/d\0SUBSYSTEM=pci\0SUBSYSTEM=net\0").subsystem()).isEqualTo("pci");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "add\0", "@/d\0", "add@d\0", "add@/d", "add@/d\0", "add@/d\0ACTION=add\0DEVPATH=/d",
        "add@/d\0ACTION=remove\0DEVPATH=/d\0", "add@/d\0ACTION=add\0DEVPATH=/e\0", "add@/d\0ACTION=add\0DEVPATH=/d\0NOVALUE\0",
        "add@/d\0ACTION=add\0DEVPATH=/d\0=value\0", "add@/d\0ACTION=add\0DEVPATH=/d\0\0", "libudev\0"})
    void refusesMalformedText(final String text) {
        assertThat(parse(text)).isNull();
    }

    @Test
    void refusesTextThatIsTooLong() {
        assertThat(parse(BIND + "X=" + "x".repeat(9000) + "\0")).isNull();
        assertThat(parse(BIND + "X=1\0".repeat(300))).isNull();
        assertThat(parse(BIND + "X=" + "x".repeat(4000) + "\0")).isNotNull();
    }

    @Test
    void everyTruncationIsRefusedOrStillAnEvent() {
        final byte[] bytes = BIND.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            final Uevent event = Uevent.parse(Arrays.copyOf(bytes, length));
            if (event != null) {
                assertThat(event.devicePath()).isEqualTo("/devices/pci0000:00/0000:00:02.0");
            }
        }
    }

    @Test
    void mutatedTextIsRefusedOrAnEventThatAgreesWithItself() {
        final Random random = new Random(42);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            final byte[] bytes = BIND.getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : "@=/\0".charAt(random.nextInt(4)));
            }
            final Uevent event = Uevent.parse(bytes);
            if (event == null) {
                refused++;
            } else {
                assertThat(event.devicePath()).startsWith("/").isEqualTo(event.property("DEVPATH"));
            }
        }
        assertThat(refused).isBetween(1_000, 19_999);
    }

    private static Uevent parse(final String text) {
        return Uevent.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
