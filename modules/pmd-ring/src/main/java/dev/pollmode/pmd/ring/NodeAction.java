package dev.pollmode.pmd.ring;

import dev.pollmode.eal.EalException;
import dev.pollmode.sys.Errno;

/// The argument `nodeaction=<name>:<NUMA node>:<CREATE|ATTACH>`: makes rings that other ports can share, or shares them.
///
/// @param name what the rings are called
/// @param create whether they are made, or there already
record NodeAction(String name, boolean create) {
    static NodeAction parse(final String text) {
        final String[] parts = text.split(":", -1);
        if (parts.length != 3 || parts[0].isEmpty()) {
            throw invalid(text, "expected <name>:<NUMA node>:<CREATE|ATTACH>");
        }
        if (!parts[1].matches("\\d{1,3}")) {
            throw invalid(text, "\"" + parts[1] + "\" is no NUMA node");
        }
        return new NodeAction(parts[0], switch (parts[2]) {
            case "CREATE" -> true;
            case "ATTACH" -> false;
            default -> throw invalid(text, "\"" + parts[2] + "\" is neither CREATE nor ATTACH");
        });
    }

    private static EalException invalid(final String text, final String reason) {
        return new EalException(Errno.EINVAL, "nodeaction=" + text + ": EINVAL, " + reason);
    }
}
