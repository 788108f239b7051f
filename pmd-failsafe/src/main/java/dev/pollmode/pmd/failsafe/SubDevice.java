package dev.pollmode.pmd.failsafe;

import dev.pollmode.eal.Devargs;
import dev.pollmode.eal.Device;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.Registration;
import java.time.Duration;
import java.time.Instant;

/// One place for a device under a failsafe port: the device may come, leave and come back, also as another one.
///
/// Changed by the thread that holds the control lock of the port; the volatile fields are read by any, and
/// [#announceRemoval] and [#notice] are called by any.
final class SubDevice {
    private final int index;
    private final SubSource source;
    private final String portName;
    private volatile SubState state = SubState.UNDEFINED;
    private volatile Instant since = Instant.now();
    private volatile String reason = "not looked for yet";
    private volatile String deviceName = "";
    private volatile EthDev port;
    // Not null from the first sign that the device goes until it is gone.
    private volatile String removal;
    private volatile long noticedNs;
    private volatile long plugIns;
    private volatile long removals;
    private volatile long lost;
    private volatile Duration lastPlugIn = Duration.ZERO;
    private volatile String lastFailure = "";
    private Devargs devargs;
    private Device device;
    private Registration events = () -> { };

    SubDevice(final int index, final SubSource source, final String portName) {
        this.index = index;
        this.source = source;
        this.portName = portName;
    }

    int index() {
        return index;
    }

    SubSource source() {
        return source;
    }

    SubState state() {
        return state;
    }

    Instant since() {
        return since;
    }

    String reason() {
        return reason;
    }

    /// {@return the name of its device, as far as it is known, else empty}
    String deviceName() {
        return deviceName;
    }

    /// {@return its port, null while there is none}
    EthDev port() {
        return port;
    }

    Device device() {
        return device;
    }

    long plugIns() {
        return plugIns;
    }

    long removals() {
        return removals;
    }

    long lost() {
        return lost;
    }

    Duration lastPlugIn() {
        return lastPlugIn;
    }

    /// {@return why it goes, null while it stays}
    String removal() {
        return removal;
    }

    /// Goes to another state.
    void become(final SubState next, final String why) {
        final SubState before = state;
        final Transition event = new Transition();
        event.port = portName;
        event.subDevice = index;
        event.device = deviceName;
        event.from = before.name();
        event.to = next.name();
        event.reason = why;
        event.inStateMs = Duration.between(since, Instant.now()).toMillis();
        event.commit();
        since = Instant.now();
        reason = why;
        state = next;
    }

    /// Notes why it doesn't get further.
    ///
    /// @return whether that is another reason than the last time
    boolean fail(final String why) {
        final boolean other = !why.equals(lastFailure);
        lastFailure = why;
        reason = why;
        return other;
    }

    /// Notes its device arguments.
    void parsed(final Devargs known) {
        devargs = known;
        deviceName = known.name();
        become(SubState.PARSED, source.text() + " gave " + known.name());
    }

    /// {@return its device arguments, null while they were never known}
    Devargs devargs() {
        return devargs;
    }

    /// Notes its device and its port.
    void probed(final Device found, final EthDev made, final String why) {
        device = found;
        removal = null;
        port = made;
        become(SubState.PROBED, why);
    }

    /// Notes how its port's events are listened to.
    void listen(final Registration listening) {
        events = listening;
    }

    /// Notes that it was brought to the state of the port.
    ///
    /// @param beganNs when it was looked for, unless there was a sign before
    void plugged(final long beganNs) {
        lastFailure = "";
        lastPlugIn = Duration.ofNanos(System.nanoTime() - (noticedNs == 0 ? beganNs : noticedNs));
        noticedNs = 0;
        plugIns++;
    }

    /// Notes a sign that the device is there, by any thread.
    void notice() {
        noticedNs = System.nanoTime();
    }

    /// Notes that the device goes, by any thread.
    ///
    /// @param closing the port that it is about; an earlier one is no news
    /// @return whether that is new
    boolean announceRemoval(final EthDev closing, final String why) {
        if (port != closing || removal != null) {
            return false;
        }
        removal = why;
        return true;
    }

    /// Notes that the device goes though nobody announced it.
    void leave(final String why) {
        if (removal == null) {
            removal = why;
        }
        become(SubState.LEAVING, removal);
    }

    /// Notes that its port is closed.
    void closed(final long held) {
        events.close();
        events = () -> { };
        port = null;
        lost += held;
        removals++;
    }

    /// Notes that its device is gone.
    void gone() {
        final String why = removal;
        device = null;
        removal = null;
        become(SubState.UNDEFINED, why);
    }

    @Override
    public String toString() {
        return "sub_device " + index + (deviceName.isEmpty() ? "" : " (" + deviceName + ")");
    }
}
