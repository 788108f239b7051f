/// The testpmd application: forwards packets between ports, and shows and changes ports at a prompt.
///
/// It knows drivers by the names of devices only; other modules add commands through
/// [dev.pollmode.testpmd.spi.CommandProvider].
@SuppressWarnings("module")
module dev.pollmode.testpmd {
    requires transitive dev.pollmode.eal;
    requires transitive dev.pollmode.ethdev;
    requires dev.pollmode.testpmd.spi;
    requires dev.pollmode.mbuf;
    requires dev.pollmode.net;
    requires dev.pollmode.sys;
    requires dev.pollmode.telemetry;
    requires info.picocli;
    requires org.jline.reader;
    requires org.jline.terminal;

    opens dev.pollmode.testpmd to info.picocli;

    uses dev.pollmode.testpmd.spi.CommandProvider;
}
