package dev.pollmode.mlx5.prm;

/// QUERY_VPORT_COUNTER (0x770): reads the frame and byte counters of the virtual port.
public final class QueryVportCounter {
    /// The opcode of this command.
    public static final int OPCODE = 0x770;

    private QueryVportCounter() {
    }

    /// The input: 0x20 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 31:31 | `other_vport` |  |
    /// | 0x08 | 19:16 | `port_num` |  |
    /// | 0x08 | 15:0 | `vport_number` |  |
    /// | 0x18 | 31:31 | `clear` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_vport_counter_in", OPCODE, 0x20);
        public static final Field OTHER_VPORT = LAYOUT.bits("other_vport", 0x08, 31, 31);
        public static final Field PORT_NUM = LAYOUT.bits("port_num", 0x08, 19, 16);
        public static final Field VPORT_NUMBER = LAYOUT.bits("vport_number", 0x08, 15, 0);
        public static final Field CLEAR = LAYOUT.bits("clear", 0x18, 31, 31);

        private In() {
        }
    }

    /// The output: 0x210 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | struct | `received_errors` |  |
    /// | 0x20 | struct | `transmit_errors` |  |
    /// | 0x30 | struct | `received_ib_unicast` |  |
    /// | 0x40 | struct | `transmitted_ib_unicast` |  |
    /// | 0x50 | struct | `received_ib_multicast` |  |
    /// | 0x60 | struct | `transmitted_ib_multicast` |  |
    /// | 0x70 | struct | `received_eth_broadcast` |  |
    /// | 0x80 | struct | `transmitted_eth_broadcast` |  |
    /// | 0x90 | struct | `received_eth_unicast` |  |
    /// | 0xa0 | struct | `transmitted_eth_unicast` |  |
    /// | 0xb0 | struct | `received_eth_multicast` |  |
    /// | 0xc0 | struct | `transmitted_eth_multicast` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_vport_counter_out", 0x210);
        public static final Block RECEIVED_ERRORS = LAYOUT.struct("received_errors", 0x10, TrafficCounter.LAYOUT);
        public static final Block TRANSMIT_ERRORS = LAYOUT.struct("transmit_errors", 0x20, TrafficCounter.LAYOUT);
        public static final Block RECEIVED_IB_UNICAST = LAYOUT.struct("received_ib_unicast", 0x30, TrafficCounter.LAYOUT);
        public static final Block TRANSMITTED_IB_UNICAST = LAYOUT.struct("transmitted_ib_unicast", 0x40, TrafficCounter.LAYOUT);
        public static final Block RECEIVED_IB_MULTICAST = LAYOUT.struct("received_ib_multicast", 0x50, TrafficCounter.LAYOUT);
        public static final Block TRANSMITTED_IB_MULTICAST = LAYOUT.struct("transmitted_ib_multicast", 0x60, TrafficCounter.LAYOUT);
        public static final Block RECEIVED_ETH_BROADCAST = LAYOUT.struct("received_eth_broadcast", 0x70, TrafficCounter.LAYOUT);
        public static final Block TRANSMITTED_ETH_BROADCAST = LAYOUT.struct("transmitted_eth_broadcast", 0x80, TrafficCounter.LAYOUT);
        public static final Block RECEIVED_ETH_UNICAST = LAYOUT.struct("received_eth_unicast", 0x90, TrafficCounter.LAYOUT);
        public static final Block TRANSMITTED_ETH_UNICAST = LAYOUT.struct("transmitted_eth_unicast", 0xa0, TrafficCounter.LAYOUT);
        public static final Block RECEIVED_ETH_MULTICAST = LAYOUT.struct("received_eth_multicast", 0xb0, TrafficCounter.LAYOUT);
        public static final Block TRANSMITTED_ETH_MULTICAST = LAYOUT.struct("transmitted_eth_multicast", 0xc0, TrafficCounter.LAYOUT);

        private Out() {
        }
    }
}
