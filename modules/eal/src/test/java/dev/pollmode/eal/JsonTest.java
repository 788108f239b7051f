package dev.pollmode.eal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesMapsListsAndValues() {
        final Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", List.of(true, "x"));
        map.put("c", null);
        map.put("d", Double.NaN);
        assertThat(Json.text(map)).isEqualTo("{\"a\":1,\"b\":[true,\"x\"],\"c\":null,\"d\":null}");
        assertThat(Json.text(Arrays.asList())).isEqualTo("[]");
    }

    @Test
    void escapesWhatRfc8259Wants() {
        assertThat(Json.text("\"\\\n\r\t\u0001é")).isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0001é\"");
    }
}
