package dev.pollmode.pmd.vdev.netvsc;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// The VF of a NetVSC interface came, changed or went, for recordings.
@Name("dev.pollmode.NetvscVf")
@Label("VF of a NetVSC interface")
@Category({"Pollmode", "Devices"})
@StackTrace(false)
final class NetvscEvent extends Event {
    @Label("Device")
    private final String device;
    @Label("Interface")
    private final String iface;
    @Label("State")
    private final String state;
    @Label("PCI address")
    private final String vf;
    @Label("Netdevice of the VF")
    private final String vfIface;
    @Label("Reason")
    private final String reason;

    NetvscEvent(final NetvscStatus status) {
        device = status.device();
        iface = status.iface();
        state = status.state().name();
        vf = status.vf();
        vfIface = status.vfIface();
        reason = status.reason();
    }
}
