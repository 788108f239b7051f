package dev.pollmode.mlx5.model;

import dev.pollmode.mlx5.prm.CommandStatus;
import dev.pollmode.mlx5.prm.QueueState;

/// The moves of [QueueState] that a driver may ask for.
final class QueueStates {
    private QueueStates() {
    }

    /// Checks a move.
    ///
    /// @param actual the state the queue is in
    /// @param claimed the state the driver says it is in
    /// @param next the state asked for
    static void check(final int actual, final int claimed, final int next) throws CommandFailure {
        CommandFailure.require(claimed == actual, CommandStatus.BAD_QUEUE_STATE, "the queue is in another state");
        final boolean legal = switch (next) {
            // Linux's verbs reset queues that are ready.
            case QueueState.RST, QueueState.ERR -> true;
            case QueueState.RDY -> actual == QueueState.RST || actual == QueueState.RDY;
            default -> false;
        };
        CommandFailure.require(legal, CommandStatus.BAD_QUEUE_STATE, "no such move");
    }
}
