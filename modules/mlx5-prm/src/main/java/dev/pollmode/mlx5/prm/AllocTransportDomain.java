package dev.pollmode.mlx5.prm;

/// ALLOC_TRANSPORT_DOMAIN (0x816): makes a transport domain: the scope of self-loopback.
public final class AllocTransportDomain {
    /// The opcode of this command.
    public static final int OPCODE = 0x816;

    private AllocTransportDomain() {
    }

    /// The input: 0x10 bytes.
    public static final class In {
        public static final Layout LAYOUT = Layout.input("alloc_transport_domain_in", OPCODE, 0x10);

        private In() {
        }
    }

    /// The output: 0x10 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x08 | 23:0 | `transport_domain` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("alloc_transport_domain_out", 0x10);
        public static final Field TRANSPORT_DOMAIN = LAYOUT.bits("transport_domain", 0x08, 23, 0);

        private Out() {
        }
    }
}
