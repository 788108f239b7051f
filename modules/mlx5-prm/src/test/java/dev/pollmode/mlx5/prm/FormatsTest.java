package dev.pollmode.mlx5.prm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    @Test
    void aFieldIsCountedFromTheMostSignificantBitOfItsFirstByte() {
        final Struct struct = HcaCap.LAYOUT.allocate().set(HcaCap.PORT_TYPE, 1);
        assertThat(struct.getByte(0x36)).isEqualTo(1);
        assertThat(struct.getInt(0x34)).isEqualTo(0x100);
    }

    @Test
    void settingAFieldLeavesItsNeighbours() {
        final Struct struct = Struct.of(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        struct.set(new Field("middle", 0, 15, 8), 0x12);
        assertThat(struct.getInt(0)).isEqualTo(0xffff12ff);
    }

    @Test
    void aWholeWordIsAField() {
        final Field word = new Field("word", 0, 31, 0);
        assertThat(Struct.of(new byte[4]).set(word, -1).get(word)).isEqualTo(-1);
    }

    @Test
    void aValueThatDoesNotFitIsRefusedByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> CqContext.LAYOUT.allocate().set(CqContext.LOG_CQ_SIZE, 32))
            .withMessageContaining("log_cq_size");
    }

    @Test
    void aViewDoesNotReachBeyondItsEnd() {
        final Struct view = Struct.of(new byte[64]).at(16, 16);
        assertThat(view.getInt(12)).isZero();
        assertThatThrownBy(() -> view.getInt(13)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.getLong(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.at(8, 16)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aBoxHoldsFiveHundredTwelveBytes() {
        assertThat(Mailbox.count(16)).isZero();
        assertThat(Mailbox.count(17)).isEqualTo(1);
        assertThat(Mailbox.count(0x1010)).isEqualTo(8);
        assertThat(Mailbox.count(102960)).isEqualTo(202);
    }

    @Test
    void aSealedBoxIsIntactAndAChangeShows() {
        final Struct box = Struct.of(new byte[Mailbox.SIZE]);
        box.setLong(8, 0x123456789abcdefL);
        Mailbox.seal(box, 0x7ab0e7400L, 3, 0x1c);
        assertThat(Signature.isIntact(box, 0, Mailbox.SIZE)).isTrue();
        assertThat(Signature.isIntact(box, Mailbox.RESERVED, Mailbox.SIGNATURE - Mailbox.RESERVED)).isTrue();
        box.setByte(9, 0);
        assertThat(Signature.isIntact(box, 0, Mailbox.SIZE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 0", "3, 1", "16, 1", "18, 1", "19, 2", "34, 2"})
    void anInlinedHeaderTakesSegments(final int length, final int segments) {
        assertThat(SendWqe.inlineSegments(length)).isEqualTo(segments);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "7, 1", "8, 8", "15, 8", "16, 16", "31, 24"})
    void packetsOfASessionStandInTheirSlots(final int packet, final int slot) {
        assertThat(MiniCqe.slot(packet)).isEqualTo(slot);
    }

    @Test
    void theArmWordCountsEventsAndCompletions() {
        assertThat(Uar.cqArm(5, 0x1234567)).isEqualTo(0x10234567);
        assertThat(Uar.eqDoorbell(0x11, -1)).isEqualTo(0x11ffffff);
    }
}
