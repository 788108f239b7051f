/// Telemetry: what programs ask a running environment over a socket.
module dev.pollmode.telemetry {
    requires transitive dev.pollmode.eal;
    requires dev.pollmode.ethdev;
    exports dev.pollmode.telemetry;

    provides dev.pollmode.eal.spi.EalService with dev.pollmode.telemetry.TelemetryService;
}
