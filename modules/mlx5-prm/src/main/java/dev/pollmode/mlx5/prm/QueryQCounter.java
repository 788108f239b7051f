package dev.pollmode.mlx5.prm;

/// QUERY_Q_COUNTER (0x773): reads a set of queue counters.
public final class QueryQCounter {
    /// The opcode of this command.
    public static final int OPCODE = 0x773;

    private QueryQCounter() {
    }

    /// The input: 0x20 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x18 | 31:31 | `clear` |  |
    /// | 0x1c | 7:0 | `counter_set_id` |  |
    public static final class In {
        public static final Layout LAYOUT = Layout.input("query_q_counter_in", OPCODE, 0x20);
        public static final Field CLEAR = LAYOUT.bits("clear", 0x18, 31, 31);
        public static final Field COUNTER_SET_ID = LAYOUT.bits("counter_set_id", 0x1c, 7, 0);

        private In() {
        }
    }

    /// The output: 0x100 bytes.
    ///
    /// | offset | bits | field | meaning |
    /// |-------:|-----:|-------|---------|
    /// | 0x10 | 31:0 | `rx_write_requests` |  |
    /// | 0x18 | 31:0 | `rx_read_requests` |  |
    /// | 0x30 | 31:0 | `out_of_buffer` |  |
    /// | 0x90 | 31:0 | `resp_cqe_error` |  |
    /// | 0x94 | 31:0 | `req_cqe_error` |  |
    /// | 0xb8 | 31:0 | `cq_overflow` |  |
    /// | 0xbc | 31:0 | `resp_cqe_flush_error` |  |
    /// | 0xc0 | 31:0 | `req_cqe_flush_error` |  |
    public static final class Out {
        public static final Layout LAYOUT = Layout.output("query_q_counter_out", 0x100);
        public static final Field RX_WRITE_REQUESTS = LAYOUT.bits("rx_write_requests", 0x10, 31, 0);
        public static final Field RX_READ_REQUESTS = LAYOUT.bits("rx_read_requests", 0x18, 31, 0);
        public static final Field OUT_OF_BUFFER = LAYOUT.bits("out_of_buffer", 0x30, 31, 0);
        public static final Field RESP_CQE_ERROR = LAYOUT.bits("resp_cqe_error", 0x90, 31, 0);
        public static final Field REQ_CQE_ERROR = LAYOUT.bits("req_cqe_error", 0x94, 31, 0);
        public static final Field CQ_OVERFLOW = LAYOUT.bits("cq_overflow", 0xb8, 31, 0);
        public static final Field RESP_CQE_FLUSH_ERROR = LAYOUT.bits("resp_cqe_flush_error", 0xbc, 31, 0);
        public static final Field REQ_CQE_FLUSH_ERROR = LAYOUT.bits("req_cqe_flush_error", 0xc0, 31, 0);

        private Out() {
        }
    }
}
