package dev.pollmode.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class PagemapTest {
    @Test
    void twoMappingsOfAPageHaveOnePhysicalAddress() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        try (Pagemap pagemap = Pagemap.open(); MemFd memory = MemFd.create("page", 8192); Mapping a = memory.map(); Mapping b = memory.map()) {
            a.preTouch();
            b.preTouch();
            final long physical = pagemap.physical(a.address());
            assertThat(physical).isPositive();
            assertThat(physical % Mapping.pageSize()).isZero();
            assertThat(pagemap.physical(b.address())).isEqualTo(physical);
            assertThat(pagemap.physical(b.address() + 100)).isEqualTo(physical + 100);
            assertThat(pagemap.physical(a.address() + Mapping.pageSize())).isNotEqualTo(physical);
        }
    }

    /// EA-31: the kernel shows the file to everybody, and zeros to whoever may not know.
    @Test
    void whoMayNotKnowAddressesIsToldTheCapability() throws InterruptedException {
        final Throwable[] thrown = new Throwable[1];
        final Thread thread = new Thread(() -> {
            if ("root".equals(System.getProperty("user.name"))) {
                Capabilities.drop(Capabilities.SYS_ADMIN);
            }
            try (Pagemap pagemap = Pagemap.open(); Mapping page = Mapping.anonymous(4096)) {
                page.preTouch();
                thrown[0] = catchThrowable(() -> pagemap.physical(page.address()));
            }
        });
        thread.start();
        thread.join();

        assertThat(thrown[0]).isInstanceOf(SysException.class).hasMessageContaining("EPERM").hasMessageContaining("CAP_SYS_ADMIN");
    }

    @Test
    void aPageThatIsNotInMemoryIsNamed() {
        try (Pagemap pagemap = Pagemap.open(); Mapping untouched = Mapping.anonymous(4096)) {
            assertThatThrownBy(() -> pagemap.physical(untouched.address())).isInstanceOf(SysException.class)
                .hasMessageStartingWith("pagemap(0x" + Long.toHexString(untouched.address()) + "): EFAULT").hasMessageContaining("write to it first");
        }
    }
}
