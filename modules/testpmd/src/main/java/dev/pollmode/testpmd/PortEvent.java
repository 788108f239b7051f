package dev.pollmode.testpmd;

import dev.pollmode.ethdev.EthEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of events of ports, by the names that `--print-event` takes.
enum PortEvent {
    /// Something else.
    UNKNOWN("unknown"),
    /// The link went up or down.
    INTR_LSC("link state change"),
    /// A queue was started or stopped.
    QUEUE_STATE("queue state"),
    /// The device wants to be reset.
    INTR_RESET("reset"),
    /// A message of the physical function.
    VF_MBOX("VF mbox"),
    /// The device is being removed.
    INTR_RMV("device removal"),
    /// A port was attached.
    NEW("device probed"),
    /// A port was closed.
    DESTROY("device released"),
    /// A flow rule has not matched for long.
    FLOW_AGED("flow aged"),
    /// A queue has few descriptors left.
    RX_AVAIL_THRESH("RxQ available descriptors threshold reached"),
    /// The driver recovers the device from an error.
    ERR_RECOVERING("error recovering"),
    /// The recovery succeeded.
    RECOVERY_SUCCESS("error recovery successful"),
    /// The recovery failed.
    RECOVERY_FAILED("error recovery failed");

    private final String description;

    PortEvent(final String description) {
        this.description = description;
    }

    /// {@return what is printed}
    String description() {
        return description;
    }

    /// {@return the name as the user types it}
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<PortEvent> find(final String name) {
        return Arrays.stream(values()).filter(event -> event.text().equals(name)).findFirst();
    }

    static PortEvent of(final EthEvent event) {
        return switch (event) {
            case final EthEvent.New _ -> NEW;
            case final EthEvent.Destroy _ -> DESTROY;
            case final EthEvent.LinkChange _ -> INTR_LSC;
            case final EthEvent.Removal _ -> INTR_RMV;
            case final EthEvent.Reset _ -> INTR_RESET;
            case final EthEvent.QueueState _ -> QUEUE_STATE;
            case final EthEvent.Recovering _ -> ERR_RECOVERING;
            case final EthEvent.RecoverySuccess _ -> RECOVERY_SUCCESS;
            case final EthEvent.RecoveryFailed _ -> RECOVERY_FAILED;
            case final EthEvent.VfMailbox _ -> VF_MBOX;
            case final EthEvent.RxAvailableThreshold _ -> RX_AVAIL_THRESH;
            case final EthEvent.FlowAged _ -> FLOW_AGED;
        };
    }
}
