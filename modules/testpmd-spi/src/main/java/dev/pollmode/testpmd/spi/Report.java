package dev.pollmode.testpmd.spi;

import java.util.List;
import java.util.Map;

/// What a command shows, for people and for programs.
///
/// @param text as C DPDK's testpmd lays it out; ends with a line feed unless empty
/// @param data the same as maps with texts as keys, lists, texts, numbers, booleans and nulls
public record Report(String text, Object data) {
    /// {@return several reports as one: a list}
    ///
    /// @param parts in their order
    public static Report all(final List<Report> parts) {
        return new Report(String.join("", parts.stream().map(Report::text).toList()), parts.stream().map(Report::data).toList());
    }

    /// {@return a report that is a line of text and one value}
    ///
    /// @param line without line feed
    /// @param key the name of the value
    /// @param value the value
    public static Report line(final String line, final String key, final Object value) {
        return new Report(line + "\n", Map.of(key, value));
    }
}
