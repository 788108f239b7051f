package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class NativeAccessTest {
    @Test
    void testsRunInTheNamedModule() {
        assertThat(NativeAccess.class.getModule().getName()).isEqualTo("dev.pollmode.sys");
        assertThat(NativeAccess.class.getModule().isNativeAccessEnabled()).isTrue();
    }

    @Test
    void isGrantedHere() {
        assertThatCode(NativeAccess::require).doesNotThrowAnyException();
    }

    @Test
    void aModuleWithoutItIsToldTheOption() {
        assertThat(NativeAccess.problem(Object.class.getModule())).isNull();
        assertThat(NativeAccess.problem(NativeAccessTest.class.getClassLoader().getUnnamedModule()))
            .isEqualTo("Pollmode calls into the kernel: start java with --enable-native-access=ALL-UNNAMED");
    }
}
