package dev.pollmode.mlx5.prm;

/// DEALLOC_TRANSPORT_DOMAIN (0x817): ends a transport domain.
public final class DeallocTransportDomain {
    /// The opcode of this command.
    public static final int OPCODE = 0x817;

    private DeallocTransportDomain() {
    }

    /// The input: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `transport_domain` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("dealloc_transport_domain_in", OPCODE, 0x10);
        public static final Field TRANSPORT_DOMAIN = LAYOUT.bits("transport_domain", 0x08, 23, 0);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("dealloc_transport_domain_out", 0x10);

        private Out() {
        }
    }
}
