package dev.pollmode.mlx5.model;

/// All commands of the device.
final class CommandSet {
    private CommandSet() {
    }

    static void addTo(final CommandTable table, final Hca hca) {
        new HcaCommands(hca, table);
        new ObjectCommands(hca, table);
        new RegisterCommands(hca, table);
        new KeyCommands(hca, table);
        new EqCommands(hca, table);
        new CqCommands(hca, table);
        new SendQueueCommands(hca, table);
        new QueuePairCommands(hca, table);
        new ReceiveQueueCommands(hca, table);
        new TargetCommands(hca, table);
        new FlowCommands(hca, table);
        new FlowEntryCommands(hca, table);
        new VportCommands(hca, table);
        new CounterCommands(hca, table);
    }
}
