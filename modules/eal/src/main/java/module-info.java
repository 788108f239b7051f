/// The environment: arguments, buses and devices, lcores, alarms, memory.
module dev.pollmode.eal {
    requires transitive dev.pollmode.sys;
    requires jdk.jfr;
    exports dev.pollmode.eal;
    exports dev.pollmode.eal.spi;

    uses dev.pollmode.eal.spi.BusProvider;
    uses dev.pollmode.eal.spi.EalService;
}
