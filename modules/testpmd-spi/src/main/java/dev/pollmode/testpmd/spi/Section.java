package dev.pollmode.testpmd.spi;

import java.util.Locale;

/// The sections of the help, as DPDK's testpmd has them.
public enum Section {
    /// Starting and stopping.
    CONTROL("Control forwarding:", "Start and stop forwarding."),
    /// What there is and what was counted.
    DISPLAY("Display:", "Displaying port, stats and config information."),
    /// How packets are forwarded.
    CONFIG("Configuration:", "Configuration information."),
    /// The life and the settings of ports.
    PORTS("Port Operations:", "Configuring ports."),
    /// Rules that pick packets.
    FILTERS("filters:", "Filters configuration help."),
    /// Shapers and queues of a port.
    TRAFFIC_MANAGEMENT("Traffic Management:", "Traffic Management commands."),
    /// Devices of buses.
    DEVICES("Device Operations:", "Device related commands."),
    /// What drivers add.
    DRIVERS("Driver specific:", "Driver specific commands.");

    private final String title;
    private final String summary;

    Section(final String title, final String summary) {
        this.title = title;
        this.summary = summary;
    }

    /// {@return what stands above the section}
    public String title() {
        return title;
    }

    /// {@return what the list of sections says of it}
    public String summary() {
        return summary;
    }

    /// {@return the name as the user types it}
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
