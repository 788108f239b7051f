package dev.pollmode.mlx5.prm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every field lies where the public headers and drivers have it (`fields.txt` lists them, checked against four of these).
class FieldsTest {
    @ParameterizedTest
    @MethodSource("facts")
    void fieldLiesWhereTheSourcesHaveIt(final String fact) {
        assertThat(declared()).contains(fact);
    }

    @Test
    void nothingIsDeclaredBeyondTheFacts() {
        assertThat(facts().toList()).containsAll(declared());
    }

    @Test
    void bitFieldsOfALayoutDoNotOverlap() {
        for (final Layout layout : layouts()) {
            final Set<Long> taken = new HashSet<>();
            for (final Field field : layout.fields()) {
                for (int bit = field.low(); bit <= field.high(); bit++) {
                    assertThat(taken.add(field.offset() * 32L + bit)).as("%s of %s", field, layout).isTrue();
                }
            }
        }
    }

    @Test
    void everyFieldLiesInsideItsLayout() {
        for (final Layout layout : layouts()) {
            layout.fields().forEach(field -> assertThat(field.offset() + 4).as("%s of %s", field, layout).isLessThanOrEqualTo(layout.size()));
            layout.longFields().forEach(field -> assertThat(field.offset() + 8).as("%s of %s", field, layout).isLessThanOrEqualTo(layout.size()));
            layout.blocks().forEach(block -> assertThat(block.offset() + (block.list() ? 0 : block.length()))
                .as("%s of %s", block, layout).isLessThanOrEqualTo(layout.size()));
        }
    }

    private static Set<String> declared() {
        final Set<String> lines = new HashSet<>();
        for (final Layout layout : layouts()) {
            final String name = layout.name();
            layout.fields().forEach(f -> lines.add("%s %x %d:%d %s".formatted(name, f.offset(), f.high(), f.low(), f.name())));
            layout.longFields().forEach(f -> lines.add("%s %x q %s".formatted(name, f.offset(), f.name())));
            layout.blocks().forEach(b -> lines.add("%s %x %s %s".formatted(name, b.offset(), kind(b), b.name())));
        }
        return lines;
    }

    private static String kind(final Block block) {
        if (block.list() && block.length() == Long.BYTES && !block.name().equals("klm_pas_mtt") || block.name().equals("destination")) {
            return "q";
        }
        return block.layout() == null && (block.length() == 16 || block.length() == 40) && !block.list() ? "b" + block.length() : wordWide(block);
    }

    private static String wordWide(final Block block) {
        // A struct of one word is a plain word in the facts.
        return block.layout() != null && block.layout().size() == Integer.BYTES ? "31:0" : "s";
    }

    private static List<Layout> layouts() {
        final List<Layout> layouts = new ArrayList<>(Layouts.CONTEXTS);
        Stream.of(Command.values()).forEach(command -> {
            layouts.add(command.input());
            layouts.add(command.output());
        });
        return layouts;
    }

    static Stream<String> facts() {
        try (var in = FieldsTest.class.getResourceAsStream("fields.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
