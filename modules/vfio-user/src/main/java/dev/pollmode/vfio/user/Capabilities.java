package dev.pollmode.vfio.user;

import dev.pollmode.sys.Errno;
import java.util.Map;

/// What one end can take, as it says in the version message. A value that is absent has the default of the protocol.
///
/// vfio-user, section "VFIO_USER_VERSION", "Capabilities".
///
/// @param maxMessageFds   most descriptors it takes with one message (`max_msg_fds`)
/// @param maxTransfer     most data bytes of a read or write (`max_data_xfer_size`)
/// @param maxDmaMaps      most DMA mappings at a time (`max_dma_maps`)
/// @param pageSizes       sizes of pages for DMA mappings, or-ed (`pgsizes`)
/// @param writeMultiple   whether it takes `REGION_WRITE_MULTI` (`write_multiple`)
/// @param twin            whether commands of the server may have a socket of their own (`twin_socket`), and in the reply
///     which descriptor of the message that is
record Capabilities(int maxMessageFds, int maxTransfer, int maxDmaMaps, long pageSizes, boolean writeMultiple, Twin twin) {
    /// A socket for commands of the server.
    ///
    /// @param supported whether there is, or may be, one
    /// @param fdIndex   of the descriptor in the reply, or -1
    record Twin(boolean supported, int fdIndex) {
        static final Twin NONE = new Twin(false, -1);
    }

    /// Most descriptors that we ask for. We take more, but QEMU leaves a peer that says so.
    private static final int OURS_FDS = 16;

    /// Most data bytes that our buffers hold.
    static final int OURS_TRANSFER = 1 << 20;

    /// What holds where a peer says nothing.
    static final Capabilities DEFAULTS = new Capabilities(1, 1 << 20, 65_535, 4096, false, Twin.NONE);

    /// What our two ends say: our buffers hold this much. The client takes a twin socket; the server does not need one, since
    /// its commands and those of the client do not get in each other's way.
    static final Capabilities OURS = new Capabilities(OURS_FDS, OURS_TRANSFER, 8192, 4096, true, new Twin(true, -1));

    /// {@return what a peer said}
    ///
    /// @param json the text of its version message; may be empty
    /// @throws VfioUserException with EINVAL when it is not JSON or a value is impossible
    static Capabilities parse(final String json) {
        if (json.isEmpty()) {
            return DEFAULTS;
        }
        final Map<?, ?> all = object(Json.parse(json), "version data");
        final Object capabilities = all.get("capabilities");
        if (capabilities == null) {
            return DEFAULTS;
        }
        final Map<?, ?> values = object(capabilities, "capabilities");
        return new Capabilities(
            (int) number(values, "max_msg_fds", DEFAULTS.maxMessageFds, 0, Integer.MAX_VALUE),
            (int) number(values, "max_data_xfer_size", DEFAULTS.maxTransfer, 1, Integer.MAX_VALUE),
            (int) number(values, "max_dma_maps", DEFAULTS.maxDmaMaps, 0, Integer.MAX_VALUE),
            number(values, "pgsizes", DEFAULTS.pageSizes, 0, Long.MAX_VALUE),
            bool(values, "write_multiple"), twin(values));
    }

    private static Twin twin(final Map<?, ?> values) {
        final Object value = values.get("twin_socket");
        if (value == null) {
            return Twin.NONE;
        }
        final Map<?, ?> twin = object(value, "twin_socket");
        return new Twin(bool(twin, "supported"), (int) number(twin, "fd_index", -1, 0, Channel.MAX_FDS - 1));
    }

    private static Map<?, ?> object(final Object value, final String name) {
        if (value instanceof final Map<?, ?> map) {
            return map;
        }
        throw invalid(name, "it must be an object");
    }

    private static long number(final Map<?, ?> values, final String name, final long absent, final long low, final long high) {
        final Object value = values.get(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof final Long number && number >= low && number <= high) {
            return number;
        }
        throw invalid(name, "it must be a whole number from " + low + " to " + high);
    }

    private static boolean bool(final Map<?, ?> values, final String name) {
        final Object value = values.get(name);
        if (value == null) {
            return false;
        }
        if (value instanceof final Boolean bool) {
            return bool;
        }
        throw invalid(name, "it must be true or false");
    }

    private static VfioUserException invalid(final String name, final String why) {
        return new VfioUserException("parse(capability " + name + ")", Errno.EINVAL, why);
    }

    /// {@return what both ends can do: what we say in our reply to a peer that said `peer`}
    Capabilities answerTo(final Capabilities peer) {
        return new Capabilities(maxMessageFds, maxTransfer, maxDmaMaps, pageSizes, writeMultiple && peer.writeMultiple, Twin.NONE);
    }

    /// {@return the text for a version message}
    String toJson() {
        return "{\"capabilities\":{\"max_msg_fds\":" + maxMessageFds + ",\"max_data_xfer_size\":" + maxTransfer
            + ",\"max_dma_maps\":" + maxDmaMaps + ",\"pgsizes\":" + pageSizes + ",\"write_multiple\":" + writeMultiple
            + (twin.supported ? ",\"twin_socket\":{\"supported\":true}" : "") + "}}";
    }
}
