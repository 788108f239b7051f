package dev.pollmode.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int VF = 1;
    private static final int NEXT_VF = 2;

    private static void arrive(final Ledger ledger, final int path, final long first, final long last) {
        for (long number = first; number <= last; number++) {
            ledger.arrived(number, path);
        }
    }

    @Test
    void whatArrivesIsNotLostInWhateverOrder() {
        final Ledger ledger = new Ledger(_ -> -1);
        arrive(ledger, VF, 0, 9);
        arrive(ledger, Ledger.NETVSC, 20, 29);
        assertThat(ledger.now().path()).isEqualTo(Ledger.NETVSC);
        arrive(ledger, VF, 10, 19);
        ledger.end(30);
        assertThat(ledger.lost() + ledger.held() + ledger.twice()).isZero();
        assertThat(ledger.byVf()).isEqualTo(20);
        assertThat(ledger.byNetvsc()).isEqualTo(10);
        assertThat(ledger.now().path()).as("that of the highest number").isEqualTo(Ledger.NETVSC);
    }

    @Test
    void theLastFramesOfAVfThatWentAreExcused() {
        final Ledger ledger = new Ledger(path -> path == VF ? 15 : -1);
        arrive(ledger, VF, 0, 9);
        arrive(ledger, Ledger.NETVSC, 15, 19);
        ledger.end(20);
        assertThat(ledger.held()).isEqualTo(5);
        assertThat(ledger.held(VF)).isEqualTo(5);
        assertThat(ledger.lost()).isZero();
    }

    @Test
    void theFirstFramesOfTheOtherPathAreNotExcused() {
        final Ledger ledger = new Ledger(path -> path == VF ? 15 : -1);
        arrive(ledger, VF, 0, 9);
        arrive(ledger, Ledger.NETVSC, 18, 19);
        ledger.end(20);
        assertThat(ledger.held()).isEqualTo(5);
        assertThat(ledger.lost()).isEqualTo(3);
        assertThat(ledger.losses()).hasToString("[3 from number 15 on, between one by VF 1 and one by the NetVSC]");
    }

    @Test
    void aVfThatIsThereHasNoExcuse() {
        final Ledger ledger = new Ledger(_ -> -1);
        arrive(ledger, VF, 0, 9);
        arrive(ledger, Ledger.NETVSC, 15, 19);
        ledger.end(20);
        assertThat(ledger.held()).isZero();
        assertThat(ledger.lost()).isEqualTo(5);
    }

    @Test
    void aHoleInTheMiddleIsALossThoughTheVfWentLater() {
        final Ledger ledger = new Ledger(_ -> Long.MAX_VALUE);
        arrive(ledger, VF, 0, 9);
        arrive(ledger, VF, 11, 19);
        arrive(ledger, NEXT_VF, 22, 29);
        ledger.end(30);
        assertThat(ledger.lost()).isEqualTo(1);
        assertThat(ledger.held()).isEqualTo(2);
    }

    @Test
    void aHoleOnTheWayToTheVfIsALoss() {
        final Ledger ledger = new Ledger(_ -> Long.MAX_VALUE);
        arrive(ledger, Ledger.NETVSC, 0, 9);
        arrive(ledger, VF, 11, 19);
        ledger.end(20);
        assertThat(ledger.lost()).isEqualTo(1);
    }

    @Test
    void framesThatAreMissingAtTheEndAreLost() {
        final Ledger ledger = new Ledger(_ -> Long.MAX_VALUE);
        arrive(ledger, VF, 0, 9);
        ledger.end(12);
        assertThat(ledger.lost()).isEqualTo(2);
    }

    @Test
    void tellsWhatComesTwiceAlsoMuchLater() {
        final Ledger ledger = new Ledger(_ -> -1);
        arrive(ledger, VF, 0, 9);
        ledger.arrived(9, Ledger.NETVSC);
        arrive(ledger, VF, 10, 3L * Ledger.WINDOW);
        ledger.arrived(5, VF);
        ledger.end(3L * Ledger.WINDOW + 1);
        assertThat(ledger.twice()).isEqualTo(2);
        assertThat(ledger.lost()).isZero();
    }

    @Test
    void aLossShowsBeforeTheEnd() {
        final Ledger ledger = new Ledger(_ -> -1);
        ledger.arrived(0, VF);
        arrive(ledger, VF, 2, Ledger.WINDOW + 2L);
        assertThat(ledger.lost()).isEqualTo(1);
    }

    @Test
    void anImpossibleNumberIsNoFrameOfOurs() {
        final Ledger ledger = new Ledger(_ -> -1);
        ledger.arrived(0, VF);
        ledger.arrived(Long.MAX_VALUE / 2, VF);
        ledger.end(1);
        assertThat(ledger.changedFrames()).isEqualTo(1);
        assertThat(ledger.lost()).isZero();
    }
}
