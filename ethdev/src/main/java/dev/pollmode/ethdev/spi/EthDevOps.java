package dev.pollmode.ethdev.spi;

import dev.pollmode.ethdev.EthConf;
import dev.pollmode.ethdev.EthDevInfo;
import dev.pollmode.ethdev.Link;
import dev.pollmode.ethdev.MacAddress;
import dev.pollmode.ethdev.RxQueue;
import dev.pollmode.ethdev.TxQueue;
import java.util.Set;

/// What every driver does for its port; a driver's device class also implements the [capabilities][dev.pollmode.ethdev.Capability] it has.
///
/// [dev.pollmode.ethdev.EthDev] calls one method at a time, in the right order and with checked arguments, and makes sure that no thread is
/// inside a queue that it stops or releases. Failures are [dev.pollmode.ethdev.EthDevException]s.
public interface EthDevOps {
    /// {@return what the port can do}
    EthDevInfo info();

    /// {@return what to add to the message that offloads are missing, such as which part of the device lacks them}
    ///
    /// @param missing [dev.pollmode.ethdev.RxOffload]s or [dev.pollmode.ethdev.TxOffload]s that are not in [#info()]
    default String whoLacks(final Set<?> missing) {
        return "";
    }

    /// Takes a configuration; called while the port is stopped. All queues are set up anew afterwards.
    ///
    /// @param conf queues and offloads within the limits of [#info()]
    void configure(EthConf conf);

    /// Makes a receiving queue; called while the port is stopped (or started, for a queue that is).
    ///
    /// @param setup what it shall be
    /// @return the queue; [RxQueue#release] ends it
    RxQueue rxQueue(RxQueueSetup setup);

    /// Makes a sending queue; called while the port is stopped (or started, for a queue that is).
    ///
    /// @param setup what it shall be
    /// @return the queue; [TxQueue#release] ends it
    TxQueue txQueue(TxQueueSetup setup);

    /// Lets the queues run. They are polled only after it returned.
    void start();

    /// Stops the queues. They are not polled any more; what the device holds comes home or is counted.
    void stop();

    /// Ends the port; its queues are released already. Called once.
    void close();

    /// {@return the state of the link now}
    Link link();

    /// {@return the default address}
    MacAddress mac();
}
