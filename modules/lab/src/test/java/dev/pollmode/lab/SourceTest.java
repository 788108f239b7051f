package dev.pollmode.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SourceTest {
    private static final int FAST = 1_000_000;
    private static final int WINDOW = 100;

    @Test
    void stopsWhenTooManyAreOnTheirWayAndGoesOnWhenTheyArrive() {
        final Ledger ledger = new Ledger(_ -> -1);
        final Source source = new Source(FAST, WINDOW, ledger);
        sendUntil(source, WINDOW);
        assertThat(source.sent()).isEqualTo(WINDOW);
        assertThat(source.due()).isZero();
        ledger.arrived(0, Ledger.NETVSC);
        assertThat(source.due()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForWhatARemovedDeviceHolds() {
        final Source source = new Source(FAST, WINDOW, new Ledger(_ -> -1));
        sendUntil(source, WINDOW);
        assertThat(source.due()).isZero();
        source.wide(true);
        assertThat(source.due()).isPositive();
        source.wide(false);
        assertThat(source.due()).isZero();
    }

    private static void sendUntil(final Source source, final long count) {
        while (source.sent() < count) {
            source.sent(source.due());
        }
    }

    @Test
    void doesNotMakeUpForWhatABusyMachineMissed() {
        final Source source = new Source(1000, WINDOW, new Ledger(_ -> -1));
        final long start = System.nanoTime();
        while (System.nanoTime() - start < 100_000_000L) {
            Thread.onSpinWait();
        }
        assertThat(source.due()).isBetween(32, 33);
    }
}
