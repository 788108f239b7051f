package dev.pollmode.pmd.vdev.netvsc;

import java.net.InetAddress;
import java.util.Optional;

/// Reads what sshd(8) leaves in the environment: `SSH_CONNECTION=<client> <port> <server> <port>`.
final class SshSession {
    private static final int FIELDS = 4;
    private static final int SERVER = 2;

    private SshSession() {
    }

    /// {@return the address of this machine that the session goes to, if there is a session}
    ///
    /// @param connection the value of the variable, null when it is not set
    static Optional<InetAddress> serverAddress(final String connection) {
        final String[] fields = connection == null ? new String[0] : connection.split(" ", -1);
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        final int zone = fields[SERVER].indexOf('%');
        try {
            return Optional.of(InetAddress.ofLiteral(zone < 0 ? fields[SERVER] : fields[SERVER].substring(0, zone)));
        } catch (final IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
