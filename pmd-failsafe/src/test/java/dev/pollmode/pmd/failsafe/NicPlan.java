package dev.pollmode.pmd.failsafe;

import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.mbuf.Mbuf;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// What a device does, over all its lives.
final class NicPlan {
    volatile EthDevInfo.Builder info = EthDevInfo.builder("net_nic").maxQueues(4, 4).maxMacAddresses(4).events(true, true);
    volatile MacAddress mac = MacAddress.parse("02:00:00:00:00:01");
    /// How often plugging fails before it works.
    volatile int failingProbes;
    /// Operations that fail, with the errno.
    final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    /// Run when an operation is called.
    final Map<String, Runnable> hooks = new ConcurrentHashMap<>();
    /// Gets the packets that are sent.
    volatile Consumer<Mbuf> wire = packet -> { };
    /// How many packets a queue holds before it sends them.
    volatile int holds;
    /// How many packets of a burst are good.
    volatile int prepares = Integer.MAX_VALUE;
    volatile int probes;
    volatile String lastArguments = "";
    int[] packetTypes = {};
}
