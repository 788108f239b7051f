package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// VB-11, VB-13.
class DevargsTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", value = {
        "net_null0; -; net_null0; ''",
        "net_null0,copy=1,size=64; -; net_null0; copy=1,size=64",
        "net_null0,; -; net_null0; ''",
        "vdev:net_null0,copy=1; vdev; net_null0; copy=1",
        "0000:3b:00.1,mac=02:00:00:00:00:01; -; 0000:3b:00.1; mac=02:00:00:00:00:01",
        "af:00.0; -; af:00.0; ''",
        "pci:af:00.0; pci; af:00.0; ''",
        "net_failsafe0,dev(net_tap0,iface=x),dev(net_null0); -; net_failsafe0; dev(net_tap0,iface=x),dev(net_null0)",
        "bus=vdev,name=net_null0; vdev; net_null0; ''",
        "bus=vdev,name=net_null0,copy=1; vdev; net_null0; copy=1",
        "bus=vdev,name=net_tap0/class=eth,mac=fixed/driver=net_tap,iface=x; vdev; net_tap0; iface=x",
        "bus=pci,addr=0000:3b:00.1/driver=net_mlx5,x=/tmp/y; pci; 0000:3b:00.1; x=/tmp/y"})
    void understandsEveryForm(final String text, final String bus, final String name, final String arguments) {
        final Devargs devargs = Devargs.parse(text);

        assertThat(devargs.busName().orElse(null)).isEqualTo(bus);
        assertThat(devargs.name()).isEqualTo(name);
        assertThat(devargs.arguments()).isEqualTo(arguments);
        assertThat(devargs).hasToString(text);
    }

    @Test
    void keepsTheLayersOfClassAndDriver() {
        final Devargs devargs = Devargs.parse("bus=vdev,name=net_tap0/class=eth,mac=fixed/driver=net_tap,iface=x");

        assertThat(devargs.className()).contains("eth");
        assertThat(devargs.classArguments()).isEqualTo("mac=fixed");
        assertThat(devargs.driverName()).contains("net_tap");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "''; the name is missing",
        "',copy=1'; the name is missing",
        "vdev:; the name is missing",
        "bus=,name=x; bus= has no value",
        "bus=vdev; no name=<device>",
        "bus=vdev,name=; the name is missing",
        "bus=vdev,name=x/foo=1; has a '/'",
        "bus=vdev,name=x/driver=a/driver=b; driver= given twice",
        "bus=vdev,name=x/bus=pci; bus= given twice",
        "class=eth,mac=fixed; the first layer must be bus="})
    void namesWhatIsWrong(final String text, final String reason) {
        assertThatThrownBy(() -> Devargs.parse(text)).isInstanceOf(EalException.class).hasMessageContaining(reason);
    }

    @Test
    void allowsNamesBelow64Characters() {
        assertThat(Devargs.parse("x".repeat(63)).name()).hasSize(63);
        assertThatThrownBy(() -> Devargs.parse("x".repeat(64) + ",a=1")).isInstanceOf(EalException.class)
            .hasMessageContaining("64 characters");
    }

    @Test
    void refusesControlCharactersAndShowsThem() {
        assertThatThrownBy(() -> Devargs.parse("net_\u001b[31mnull0")).isInstanceOf(EalException.class)
            .hasMessageContaining("'net_\\x1b[31mnull0'");
    }

    @Test
    void parsesAgainWhatItPutTogether() {
        final Devargs made = Devargs.of("vdev", "net_null0", "copy=1");
        final Devargs parsed = Devargs.parse(made.toString());

        assertThat(parsed.busName()).contains("vdev");
        assertThat(parsed.name()).isEqualTo("net_null0");
        assertThat(parsed.arguments()).isEqualTo("copy=1");
    }
}
