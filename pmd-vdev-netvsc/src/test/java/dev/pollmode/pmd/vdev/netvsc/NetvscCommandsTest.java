package dev.pollmode.pmd.vdev.netvsc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.testpmd.spi.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// VN-83: what is known of each interface can be asked for and is recorded.
@Timeout(60)
class NetvscCommandsTest {
    private static final Instant SINCE = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    Path root;

    @Test
    void showsWhereTheVfIsSinceWhenAndWhy() {
        final NetvscStatus status = new NetvscStatus(0, "net_failsafe_vsc0", "eth1", 3, new MacAddress(0x02_00_00_00_00_01L), true,
            VfState.PRESENT, "a8f0:00:02.0", "eth2", SINCE, "netdevice \"eth2\" appeared", 4);
        final Report report = NetvscCommands.report(List.of(status), SINCE.plusMillis(61_500));
        assertThat(report.text()).contains("NetVSC 0: net_failsafe_vsc0", "Interface: eth1 (index 3), MAC address: 02:00:00:00:00:01\n",
            "VF: a8f0:00:02.0, netdevice eth2", "State: PRESENT for 1m1.5s, because netdevice \"eth2\" appeared", "4 times");
        assertThat(report.data()).isEqualTo(List.of(Map.ofEntries(Map.entry("id", 0), Map.entry("device", "net_failsafe_vsc0"),
            Map.entry("iface", "eth1"), Map.entry("index", 3), Map.entry("mac", "02:00:00:00:00:01"), Map.entry("there", true),
            Map.entry("state", "PRESENT"), Map.entry("vf", "a8f0:00:02.0"), Map.entry("vf_iface", "eth2"),
            Map.entry("since", "2026-11-21T08:00:00Z"), Map.entry("reason", "netdevice \"eth2\" appeared"), Map.entry("published", 4L))));
    }

    @Test
    void saysThatThereIsNothingToShow() {
        final Report report = NetvscCommands.report(List.of(), SINCE);
        assertThat(report.text()).contains("No NetVSC interface");
        assertThat(report.data()).isEqualTo(List.of());
    }

    @Test
    void recordsEachChange() throws IOException {
        final Path file = root.resolve("changes.jfr");
        try (Recording recording = new Recording(); Lab lab = new Lab(Files.createDirectory(root.resolve("sys")))) {
            recording.enable("dev.pollmode.NetvscVf");
            recording.start();
            lab.network.netvsc(2, "eth1", FakeNetwork.mac(1));
            lab.add("");
            lab.network.vf(5, "eth2", FakeNetwork.mac(1), "a8f0:00:02.0");
            lab.second();
            lab.network.remove(5, "a8f0:00:02.0");
            lab.second().second();
            recording.stop();
            recording.dump(file);
        }
        final List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream().sorted(Comparator.comparing(RecordedEvent::getStartTime))
            .toList();
        assertThat(events).extracting(event -> event.getString("state")).containsExactly("ABSENT", "PRESENT", "ABSENT");
        assertThat(events).extracting(event -> event.getString("vf")).containsExactly("", "a8f0:00:02.0", "");
        assertThat(events).extracting(event -> event.getString("device")).containsOnly("net_failsafe_vsc0");
    }
}
