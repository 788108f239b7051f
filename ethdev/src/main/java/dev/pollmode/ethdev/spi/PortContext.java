package dev.pollmode.ethdev.spi;

import dev.pollmode.eal.Device;
import dev.pollmode.eal.Eal;
import dev.pollmode.ethdev.EthEvent;
import dev.pollmode.ethdev.EthDev;
import dev.pollmode.ethdev.Link;

/// What a driver's device class gets to know and can tell about the port it stands behind.
public interface PortContext {
    /// {@return the number of the port, which goes into [dev.pollmode.mbuf.Mbuf#port(int)]}
    int portId();

    /// {@return the name of the port}
    String name();

    /// {@return the port itself; null while the device class is being made}
    EthDev port();

    /// {@return the device the port belongs to}
    Device device();

    /// {@return the Eal the device belongs to}
    Eal eal();

    /// {@return whether changes of the link shall be told}
    boolean wantsLinkChanges();

    /// Tells that the link changed; a state that was told already is not told again. Don't hold locks.
    ///
    /// @param link the new state
    void linkChanged(Link link);

    /// Tells that the device is being removed or gone; told once. Don't hold locks.
    ///
    /// @param reason what was seen
    void removed(String reason);

    /// Waits until no thread is inside a burst on this port's queues that began before this call; for drivers that change
    /// what their queues use while the port runs.
    ///
    /// @return null, or the queue that a thread has not left within a second
    String awaitBursts();

    /// Tells another event. Don't hold locks.
    ///
    /// @param event the event
    void tell(EthEvent event);
}
