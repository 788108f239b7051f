package dev.pollmode.pmd.failsafe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pollmode.ethdev.Chaos;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FS-53: what happened can be read from a flight recording, with the reasons.
final class FailsafeEventsTest {
    @TempDir
    private Path folder;

    @Test
    void aRemovalIsInTheRecording() throws IOException {
        final Path file = folder.resolve("failsafe.jfr");
        try (Recording recording = new Recording(); Rig rig = Rig.on(new FakeNics(), "--vdev=net_failsafe0,dev(nic0),dev(nic1)")) {
            recording.enable(Transition.class);
            recording.enable(TxSwitch.class);
            recording.start();
            rig.start();
            Chaos.of(rig.eal).remove("nic0");
            rig.settle();
            recording.stop();
            recording.dump(file);
        }
        // A recording keeps the events of each thread together.
        final List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream().sorted(Comparator.comparing(RecordedEvent::getStartTime)).toList();
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("dev.pollmode.failsafe.Transition")
            && event.getInt("subDevice") == 0).extracting(event -> event.getString("to"))
            .containsSubsequence("ACTIVE", "STARTED", "LEAVING", "UNDEFINED");
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("dev.pollmode.failsafe.TxSwitch")).last()
            .satisfies(event -> {
                assertThat(event.getInt("from")).isZero();
                assertThat(event.getInt("to")).isEqualTo(1);
                assertThat(event.getString("reason")).contains("chaos rmv nic0");
            });
    }
}
