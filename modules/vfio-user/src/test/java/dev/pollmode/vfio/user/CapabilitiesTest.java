package dev.pollmode.vfio.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pollmode.sys.Errno;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {
    @Test
    void readsWhatItWrites() {
        assertThat(Capabilities.parse(Capabilities.OURS.toJson())).isEqualTo(Capabilities.OURS);
    }

    @Test
    void absentValuesAreThoseOfTheProtocol() {
        assertThat(Capabilities.parse("")).isEqualTo(new Capabilities(1, 1 << 20, 65_535, 4096, false, Capabilities.Twin.NONE));
        assertThat(Capabilities.parse("{}")).isEqualTo(Capabilities.DEFAULTS);
        assertThat(Capabilities.parse(" { \"capabilities\" : { } } ")).isEqualTo(Capabilities.DEFAULTS);
    }

    @Test
    void unknownCapabilitiesAreLeftOut() {
        final String json = "{\"capabilities\":{\"max_msg_fds\":8,\"migration\":{\"pgsize\":4096},\"twin_socket\":{\"supported\":false}}}";
        assertThat(Capabilities.parse(json).maxMessageFds()).isEqualTo(8);
    }

    @Test
    void twinSocketIsFoundByItsIndex() {
        final String json = "{\"capabilities\":{\"twin_socket\":{\"supported\":true,\"fd_index\":3}}}";
        assertThat(Capabilities.parse(json).twin()).isEqualTo(new Capabilities.Twin(true, 3));
        assertThat(Capabilities.OURS.answerTo(Capabilities.OURS).twin().supported()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"capabilities\":{\"twin_socket\":true}}", "{\"capabilities\":{\"twin_socket\":{\"fd_index\":-2}}}", "[]", "1", "{\"capabilities\":[]}", "{\"capabilities\":{\"max_msg_fds\":-1}}",
        "{\"capabilities\":{\"max_msg_fds\":\"8\"}}", "{\"capabilities\":{\"max_data_xfer_size\":0}}",
        "{\"capabilities\":{\"max_data_xfer_size\":1e6}}", "{\"capabilities\":{\"write_multiple\":1}}",
        "{\"capabilities\":{\"max_dma_maps\":99999999999999999999}}"})
    void impossibleValuesAreRefused(final String json) {
        assertRefused(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":01}", "{\"a\":+1}", "{\"a\":1.}", "{\"a\":.5}",
        "{\"a\":tru}", "{\"a\":1} x", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}", "{\"a\":\"", "{\"a\":1,\"a\":2}", "{\"a\":NaN}", "'a'",
        "[1,]", "[1 2]", "{\"a\":\"\u0001\"}", "[[[[[[[[[[[[1]]]]]]]]]]]]", "{\"a\":123456789012345678901234567890123456789012345678}", "-"})
    void whatIsNotJsonIsRefused(final String text) {
        assertRefused(text);
    }

    private static void assertRefused(final String text) {
        assertThatThrownBy(() -> Capabilities.parse(text))
            .isInstanceOfSatisfying(VfioUserException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void allOfJsonIsRead() {
        final Object value = Json.parse("{\"s\":\"a\\n\\u00e9\\\"\",\"n\":[0,-1,2.5,1e3,12345678901234567890],\"t\":true,\"f\":false,\"o\":{}}");
        assertThat(value).isEqualTo(Map.of("s", "a\n\u00e9\"", "n", List.of(0L, -1L, 2.5, 1000.0, 1.2345678901234567E19), "t", true,
            "f", false, "o", Map.of()));
        assertThat(Json.parse("null")).isSameAs(Json.NULL);
    }

    @Test
    void versionDataMustEndWithZeroAndBeText() {
        final byte[] good = new VersionMessage(0, 1, "{}").toBytes();
        assertThat(VersionMessage.read(MemorySegment.ofArray(good))).isEqualTo(new VersionMessage(0, 1, "{}"));
        final byte[] unended = java.util.Arrays.copyOf(good, good.length - 1);
        final byte[] notText = good.clone();
        notText[4] = (byte) 0xff;
        for (final byte[] bad : List.of(unended, notText, new byte[] {0, 0, 1}, new byte[5000])) {
            assertThatThrownBy(() -> VersionMessage.read(MemorySegment.ofArray(bad))).isInstanceOf(VfioUserException.class);
        }
    }
}
