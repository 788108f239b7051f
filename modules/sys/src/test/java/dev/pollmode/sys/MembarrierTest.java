package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class MembarrierTest {
    @Test
    void thisKernelHasIt() {
        assertThat(Membarrier.isAvailable()).isTrue();
        assertThatCode(Membarrier::all).doesNotThrowAnyException();
    }
}
