package dev.pollmode.bus.pci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.eal.EalException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PciAddressTest {
    @ParameterizedTest
    @CsvSource({"3b:00.1, 0000:3b:00.1", "0000:3B:1f.7, 0000:3b:1f.7", "10000:01:00.0, 10000:01:00.0", "1:2:3.4, 0001:02:03.4",
        "ffffffff:ff:1f.7, ffffffff:ff:1f.7", "0:0:0.0, 0000:00:00.0", "fdb5:00:02.0, fdb5:00:02.0"})
    void readsAddressesWithAndWithoutDomain(final String text, final String canonical) {
        assertThat(PciAddress.parse(text)).hasToString(canonical);
        assertThat(PciAddress.parse(canonical)).isEqualTo(PciAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "net_null0", "3b:00", "3b.0", "00:20.0", "00:00.8", "100:00.0", "0000:00:00.0 ", "123456789:00:00.0",
        "g:0:0.0", "0000:00:00.00", "-1:00:00.0", "0000::00.0", "vfio-user"})
    void refusesWhatIsNoAddress(final String text) {
        assertThat(PciAddress.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> PciAddress.parse(text)).isInstanceOf(EalException.class).hasMessageContaining("PCI address");
    }

    @Test
    void sortsByDomainThenBus() {
        assertThat(Stream.of("10000:00:00.0", "0000:02:00.0", "0000:01:1f.0", "0000:01:02.1", "0000:01:02.0").map(PciAddress::parse).sorted())
            .map(PciAddress::toString)
            .containsExactly("0000:01:02.0", "0000:01:02.1", "0000:01:1f.0", "0000:02:00.0", "10000:00:00.0");
    }

    @Test
    void idsMatchWithWildcards() {
        final PciId device = new PciId(0x15b3, 0x1014, 0x15b3, 0x3, 0x020000);
        assertThat(device.matches(PciId.of(0x15b3, 0x1014))).isTrue();
        assertThat(device.matches(PciId.of(0x15b3, 0x1016))).isFalse();
        assertThat(device.matches(PciId.of(0x15b3, PciId.ANY))).isTrue();
        assertThat(device.matches(new PciId(PciId.ANY, PciId.ANY, PciId.ANY, PciId.ANY, 0x020000))).isTrue();
        assertThat(device.matches(new PciId(0x15b3, 0x1014, 0x15b3, 0x4, PciId.ANY))).isFalse();
        assertThat(device).hasToString("15b3:1014");
    }
}
