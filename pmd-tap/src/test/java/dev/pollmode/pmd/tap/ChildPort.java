package dev.pollmode.pmd.tap;

import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.AllMulticast;
import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.EthDevs;
import dev.pollmode.ethdev.FlowRules;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.Promiscuous;
import dev.pollmode.ethdev.QueueConf;
import dev.pollmode.mbuf.Mempool;
import dev.pollmode.test.support.TestNet;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A program with one port that changes what it can, makes the rules it is told, and waits for its end. Closes its Eal when asked to end, as testpmd does.
final class ChildPort {
    private ChildPort() {
    }

    public static void main(final String[] args) throws InterruptedException {
        final Eal eal = Eal.init("--no-huge", "--no-pci", "-l", "0", "--vdev=" + args[0]);
        Runtime.getRuntime().addShutdownHook(new Thread(eal::close));
        final EthDev port = EthDevs.of(eal).find("net_tap0").orElseThrow();
        final Mempool pool = Mempool.builder(eal, "child").count(512).create();
        port.configure(EthConf.queues(1, 1));
        port.setupRxQueue(0, QueueConf.DEFAULT, pool);
        port.setupTxQueue(0, QueueConf.DEFAULT);
        port.start();
        port.capability(Promiscuous.class).promiscuous(true);
        port.capability(AllMulticast.class).allMulticast(true);
        port.mtu(1400);
        port.mac(new MacAddress(0x02_00_00_00_00_42L));
        port.capability(FlowRules.class).isolateFlows(args.length > 1);
        Arrays.stream(args).skip(1).forEach(port.capability(FlowRules.class)::createFlow);
        System.out.println("ready");
        Thread.currentThread().join();
    }

    /// Starts one in a namespace, on the class path, and waits until it has its port.
    static Process start(final TestNet net, final String devargs) throws IOException {
        return start(net, devargs, List.of());
    }

    /// Starts one by way of another program, with rules.
    static Process start(final TestNet net, final String devargs, final List<String> starter, final String... rules) throws IOException {
        final String path = String.join(File.pathSeparator, System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path"), "target/test-classes");
        final List<String> command = new ArrayList<>(starter);
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED", "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", path, ChildPort.class.getName(), devargs));
        command.addAll(List.of(rules));
        final Process process = net.start(command.toArray(String[]::new));
        final BufferedReader output = process.inputReader();
        final StringBuilder seen = new StringBuilder();
        String line = output.readLine();
        while (line != null && !line.equals("ready")) {
            seen.append(line).append('\n');
            line = output.readLine();
        }
        if (line == null) {
            throw new AssertionError("no port: " + seen);
        }
        return process;
    }
}
