package dev.pollmode.pmd.vf.mlx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import dev.pollmode.mlx5.prm.HcaCap;
import dev.pollmode.mlx5.prm.MiniCqe;
import dev.pollmode.mlx5.prm.Struct;
import dev.pollmode.sys.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the user says about receiving, and what comes of it on functions that can less.
class RxArgumentsTest {
    private static RxArguments parse(final String arguments) {
        return DriverArguments.parse(arguments).rx();
    }

    @Test
    void defaultsAreThoseOfDpdk() {
        assertThat(parse("")).isEqualTo(new RxArguments(1, false, RxArguments.UNSET, RxArguments.UNSET, 128, 12));
    }

    @Test
    void everyArgumentIsTaken() {
        assertThat(parse("rxq_cqe_comp_en=3,mprq_en=1,mprq_log_stride_num=4,mprq_log_stride_size=9,mprq_max_memcpy_len=0,rxqs_min_mprq=1"))
            .isEqualTo(new RxArguments(3, true, 4, 9, 0, 1));
        assertThat(parse("rxq_cqe_comp_en=0x84").compression()).as("the layout is ignored").isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rxq_cqe_comp_en=-1", "rxq_cqe_comp_en=256", "mprq_en=maybe", "mprq_log_stride_num=17", "mprq_log_stride_size=-2", "rxqs_min_mprq"})
    void whatMakesNoSenseIsRefusedByName(final String argument) {
        final String key = argument.replaceAll("=.*", "");
        assertThatThrownBy(() -> parse(argument)).isInstanceOfSatisfying(EalException.class,
            e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL)).hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "0, false, -1", "1, false, 0", "1, true, 3", "2, false, 2", "2, true, 2", "3, false, 3", "4, true, 4", "7, false, 0", "7, true, 3"
    })
    void theFormatFitsTheQueue(final int wanted, final boolean striding, final int format) {
        final Struct able = HcaCap.LAYOUT.allocate().set(HcaCap.CQE_COMPRESSION, 1).set(HcaCap.MINI_CQE_RESP_FLOW_TAG, 1)
            .set(HcaCap.MINI_CQE_RESP_L3_L4_TAG, 1).set(HcaCap.MINI_CQE_RESP_STRIDE_INDEX, 1);
        assertThat(CqeFormat.choose(wanted, striding, able)).isEqualTo(format);
    }

    @Test
    void whatTheFunctionHasNotIsNotAskedFor() {
        final Struct none = HcaCap.LAYOUT.allocate();
        assertThat(CqeFormat.choose(1, false, none)).isEqualTo(CqeFormat.NONE);
        final Struct old = HcaCap.LAYOUT.allocate().set(HcaCap.CQE_COMPRESSION, 1);
        assertThat(CqeFormat.choose(4, false, old)).isEqualTo(MiniCqe.HASH);
        assertThat(CqeFormat.choose(2, false, old)).isEqualTo(MiniCqe.HASH);
        assertThat(CqeFormat.choose(1, true, old)).as("striding needs to know the stride").isEqualTo(CqeFormat.NONE);
    }
}
