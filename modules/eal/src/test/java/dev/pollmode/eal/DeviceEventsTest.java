package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Errno;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// VB-19.
class DeviceEventsTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final DeviceEvents events = new DeviceEvents(
        Logs.to(new PrintStream(logged, true, StandardCharsets.UTF_8), LogOptions.defaults()).logger("test"));
    private final List<String> told = new ArrayList<>();

    @Test
    void tellsThoseWhoAskedForTheDeviceOrForAll() {
        events.register("vf0", (device, kind) -> told.add("one " + device + " " + kind));
        events.register((device, kind) -> told.add("all " + device + " " + kind));
        events.publish("vf0", DeviceEvents.Kind.ADD);
        events.publish("vf1", DeviceEvents.Kind.REMOVE);
        assertThat(told).containsExactly("one vf0 ADD", "all vf0 ADD", "all vf1 REMOVE");
    }

    @Test
    void tellsNobodyAfterTheRegistrationEnded() {
        final DeviceEvents.Registration registration = events.register((device, kind) -> told.add(device));
        registration.unregister();
        registration.unregister();
        events.publish("vf0", DeviceEvents.Kind.ADD);
        assertThat(told).isEmpty();
    }

    @Test
    void answersTryAgainWhileTheListenerRuns() {
        final AtomicReference<DeviceEvents.Registration> self = new AtomicReference<>();
        self.set(events.register("vf0", (device, kind) -> {
            assertThatThrownBy(() -> self.get().unregister()).hasMessageContaining("vf0").extracting("errno").isEqualTo(Errno.EAGAIN);
            told.add("refused");
        }));
        events.publish("vf0", DeviceEvents.Kind.REMOVE);
        assertThat(told).containsExactly("refused");
        self.get().unregister();
    }

    @Test
    void logsAListenerThatThrowsAndTellsTheNext() {
        events.register((device, kind) -> {
            throw new IllegalStateException("broken listener");
        });
        events.register((device, kind) -> told.add(device));
        events.publish("vf0", DeviceEvents.Kind.ADD);
        assertThat(told).containsExactly("vf0");
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("broken listener");
    }
}
