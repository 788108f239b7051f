package dev.pollmode.testpmd;

import dev.pollmode.testpmd.spi.Command;
import dev.pollmode.testpmd.spi.CommandProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// All commands: testpmd's own, then those that other modules add.
final class Commands {
    private Commands() {
    }

    static List<Command> all(final Session session) {
        final List<Command> all = new ArrayList<>();
        all.addAll(new ControlCommands(session, all).list());
        all.addAll(new ShowPortCommands(session).list());
        all.addAll(new ShowCommands(session).list());
        all.addAll(new ForwardCommands(session).list());
        all.addAll(new AddressCommands(session).list());
        all.addAll(new FlowControlCommands(session).list());
        all.addAll(new OffloadCommands(session).list());
        all.addAll(new PacketCommands(session).list());
        all.addAll(new PortCommands(session).list());
        all.addAll(new FlowCommands(session).list());
        all.addAll(new FailureCommands(session).list());
        for (final CommandProvider provider : ServiceLoader.load(CommandProvider.class)) {
            all.addAll(provider.commands(session.eal()));
        }
        return all;
    }
}
