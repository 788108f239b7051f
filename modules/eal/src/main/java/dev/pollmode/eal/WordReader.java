package dev.pollmode.eal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Gets the words of a command line together, from arguments, files and the environment.
///
/// Text is cut into words as a shell does: blanks and line ends separate; `'…'` keeps all characters, `"…"` all but a
/// backslash before `"` or `\`; a backslash outside quotes keeps the next character; `#` at the beginning of a word
/// starts a comment that ends with the line.
final class WordReader {
    private static final int FILE_MAX = 1 << 20;

    private final String text;
    private final String source;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private boolean inWord;
    private int position;

    private WordReader(final String text, final String source) {
        this.text = text;
        this.source = source;
    }

    /// {@return the arguments, with the words of a file in place of each `@file` before `--`}
    ///
    /// @param args the arguments of the program
    /// @throws EalException EINVAL if a file cannot be read or has an open quote
    static List<Word> commandLine(final String... args) {
        final List<Word> words = new ArrayList<>();
        boolean ended = false;
        for (int i = 0; i < args.length; i++) {
            if (!ended && args[i].length() > 1 && args[i].charAt(0) == '@') {
                final List<Word> read = file(args[i], i + 1);
                words.addAll(read);
                ended |= read.stream().anyMatch(word -> "--".equals(word.text()));
            } else {
                words.add(new Word(args[i], "", i + 1));
                ended |= "--".equals(args[i]);
            }
        }
        return words;
    }

    /// {@return the words of an environment variable}
    ///
    /// @param name  the name of the variable
    /// @param value its value
    /// @throws EalException EINVAL if it has an open quote or a `--`
    static List<Word> environment(final String name, final String value) {
        final List<Word> words = new WordReader(value, name).read();
        for (final Word word : words) {
            if ("--".equals(word.text())) {
                throw Wrong.argument("'--' (" + word.place() + "): only options of the EAL are read from there");
            }
        }
        return words;
    }

    private static List<Word> file(final String arg, final int position) {
        final String where = "argument " + Wrong.quote(arg) + " (word " + position + "): ";
        try (InputStream in = Files.newInputStream(Path.of(arg.substring(1)))) {
            final byte[] bytes = in.readNBytes(FILE_MAX + 1);
            if (bytes.length > FILE_MAX) {
                throw Wrong.argument(where + "the file is longer than " + FILE_MAX + " bytes");
            }
            final String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new WordReader(text, Wrong.quote(arg)).read();
        } catch (final CharacterCodingException e) {
            throw Wrong.argument(where + "the file is not text in UTF-8");
        } catch (final InvalidPathException e) {
            throw Wrong.argument(where + "not a path");
        } catch (final IOException e) {
            throw Wrong.argument(where + "cannot read the file: " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    private List<Word> read() {
        while (position < text.length()) {
            final char c = text.charAt(position++);
            switch (c) {
                case ' ', '\t', '\r', '\n' -> endWord();
                case '\'', '"' -> quoted(c);
                case '\\' -> escaped();
                case '#' -> {
                    if (inWord) {
                        add(c);
                    } else {
                        comment();
                    }
                }
                default -> add(c);
            }
        }
        endWord();
        return words;
    }

    private void quoted(final char quote) {
        final int start = position;
        inWord = true;
        while (position < text.length() && text.charAt(position) != quote) {
            char c = text.charAt(position++);
            if (quote == '"' && c == '\\' && position < text.length() && "\"\\".indexOf(text.charAt(position)) >= 0) {
                c = text.charAt(position++);
            }
            current.append(c);
        }
        if (position == text.length()) {
            throw Wrong.argument(source + ": the quote at character " + start + " is not closed");
        }
        position++;
    }

    private void escaped() {
        if (position == text.length()) {
            add('\\');
        } else if (text.charAt(position) == '\n') {
            position++;
        } else {
            add(text.charAt(position++));
        }
    }

    private void comment() {
        final int end = text.indexOf('\n', position);
        position = end < 0 ? text.length() : end;
    }

    private void add(final char c) {
        current.append(c);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            words.add(new Word(current.toString(), source, words.size() + 1));
            current.setLength(0);
            inWord = false;
        }
    }
}
