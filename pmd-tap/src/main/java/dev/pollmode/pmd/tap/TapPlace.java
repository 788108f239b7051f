package dev.pollmode.pmd.tap;

import dev.pollmode.sys.NetNs;

/// Where an interface is.
///
/// @param namespace its network namespace, to be closed by who asked; null for that of the calling thread
/// @param name its name there
record TapPlace(NetNs namespace, String name) implements AutoCloseable {
    @Override
    public void close() {
        if (namespace != null) {
            namespace.close();
        }
    }
}
