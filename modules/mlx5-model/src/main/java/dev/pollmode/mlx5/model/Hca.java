package dev.pollmode.mlx5.model;

import java.lang.foreign.Arena;
import java.util.function.LongSupplier;

/// The state of the function: every object the driver made, and what works on them. Device thread only.
final class Hca implements AutoCloseable {
    private static final int MAX = 1 << Capabilities.LOG_MAX_OBJECTS;

    final ModelConfig config;
    final LongSupplier nanoTime;
    final Arena arena = Arena.ofShared();
    final Dma dma;
    final Health health;
    final Capabilities capabilities;
    final PageSupply pages;
    final Vport vport;
    final Steering steering = new Steering();
    final Events events;
    final Completions completions;

    final ResourceTable<Plain> uars = new ResourceTable<>("UAR", 0x10, 1 << 8 + Capabilities.LOG_BAR_MIB - 1);
    final ResourceTable<Plain> domains = new ResourceTable<>("PD", 0x21, MAX);
    final ResourceTable<Plain> transportDomains = new ResourceTable<>("transport domain", 0x13, MAX);
    final ResourceTable<Plain> sharedDomains = new ResourceTable<>("XRC domain", 0x1c, 1 << Capabilities.LOG_MAX_XRCD);
    final ResourceTable<Plain> sharedQueues = new ResourceTable<>("XRC SRQ", 0x1e, 1 << Capabilities.LOG_MAX_XRCD);
    final ResourceTable<MemoryKey> keys = new ResourceTable<>("mkey", 0x18, MAX);
    final ResourceTable<Umem> umems = new ResourceTable<>("umem", 0x1f, MAX);
    final ResourceTable<EventQueue> eventQueues = new ResourceTable<>("EQ", 0x10, 1 << Capabilities.LOG_MAX_EQ);
    final ResourceTable<CompletionQueue> completionQueues = new ResourceTable<>("CQ", 0x12, MAX);
    final ResourceTable<SendQueue> sendQueues = new ResourceTable<>("SQ", 0x17, MAX);
    /// Pairs by the number of their send queue.
    final ResourceTable<QueuePair> queuePairs = new ResourceTable<>("QP", 0x17, MAX);
    final ResourceTable<ReceiveQueue> receiveQueues = new ResourceTable<>("RQ", 0x15, MAX);
    final ResourceTable<ReceiveBuffers> pools = new ResourceTable<>("RMP", 0x16, MAX);
    final ResourceTable<Tis> sendTargets = new ResourceTable<>("TIS", 0x19, MAX);
    final ResourceTable<Tir> receiveTargets = new ResourceTable<>("TIR", 0x1b, MAX);
    final ResourceTable<Rqt> queueTables = new ResourceTable<>("RQT", 0x1d, 1 << 14);
    final ResourceTable<FlowTable> flowTables = new ResourceTable<>("flow table", 0x11, 1 << Capabilities.LOG_MAX_FT_NUM);
    final ResourceTable<FlowGroup> flowGroups = new ResourceTable<>("flow group", 0x14, MAX);
    final ResourceTable<FlowCounter> flowCounters = new ResourceTable<>("flow counter", 0x22, 1 << 12);
    final ResourceTable<QueueCounters> queueCounters = new ResourceTable<>("queue counters", 0x1, 0xff);

    /// What queues have that were made without a protection domain: no key belongs to it.
    final Plain noDomain = new Plain(0);

    /// Who drives the function, as it said; empty as long as nobody did.
    volatile String driverVersion = "";

    private Phase phase = Phase.CLOSED;

    Hca(final ModelConfig config, final DeviceMemory memory, final InterruptSink interrupts, final LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.dma = new Dma(memory, arena);
        this.health = new Health(nanoTime);
        this.capabilities = new Capabilities(config);
        this.pages = new PageSupply(config.bootPages(), config.initPages());
        this.vport = new Vport(config);
        this.events = new Events(dma, interrupts, eventQueues, health, arena);
        this.completions = new Completions(dma, events, nanoTime, arena);
    }

    Phase phase() {
        return phase;
    }

    void setPhase(final Phase next) {
        phase = next;
    }

    /// {@return the free running clock that completions carry}
    long ticks() {
        final long now = nanoTime.getAsLong();
        return now / 1000 * Capabilities.FREQUENCY_MHZ + now % 1000 * Capabilities.FREQUENCY_MHZ / 1000;
    }

    /// Everything the driver made ends; pages stay.
    void dropObjects() {
        steering.setRoot(null);
        flowGroups.clear();
        flowTables.clear();
        flowCounters.clear();
        receiveTargets.clear();
        queueTables.clear();
        queuePairs.clear();
        sendQueues.clear();
        receiveQueues.clear();
        pools.clear();
        sendTargets.clear();
        completionQueues.clear();
        eventQueues.clear();
        keys.clear();
        umems.clear();
        queueCounters.clear();
        transportDomains.clear();
        sharedQueues.clear();
        sharedDomains.clear();
        domains.clear();
        uars.clear();
        pages.stop();
    }

    /// The driver's work ends without its help: what it made and the pages it gave are its own again.
    void disable() {
        dropObjects();
        pages.reset();
        phase = Phase.CLOSED;
    }

    /// As after power on.
    void reset() {
        disable();
        capabilities.reset();
        vport.reset();
        health.recover();
        driverVersion = "";
    }

    @Override
    public void close() {
        arena.close();
    }
}
