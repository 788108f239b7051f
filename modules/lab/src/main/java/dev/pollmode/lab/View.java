package dev.pollmode.lab;

import dev.pollmode.eal.Json;
import dev.pollmode.testpmd.spi.Report;
import java.io.PrintStream;

/// Where the lab shows what happens. Used by one thread.
interface View extends AutoCloseable {
    /// A second passed.
    void second(Sample sample);

    /// Something happened.
    ///
    /// @param report a line of text
    void event(Report report);

    /// It is over.
    ///
    /// @param report the verdict
    void end(Report report);

    /// Leaves the terminal as it was found.
    @Override
    void close();

    /// {@return a view that writes a line for everything}
    static View lines(final PrintStream out) {
        return new Writer(out) {
            @Override
            void write(final PrintStream to, final Report report) {
                to.print(report.text());
            }
        };
    }

    /// {@return a view that writes a JSON object on a line of its own for everything}
    static View json(final PrintStream out) {
        return new Writer(out) {
            @Override
            void write(final PrintStream to, final Report report) {
                to.println(Json.text(report.data()));
            }
        };
    }

    /// Writes each thing as it comes.
    abstract class Writer implements View {
        private final PrintStream out;

        private Writer(final PrintStream out) {
            this.out = out;
        }

        abstract void write(PrintStream to, Report report);

        @Override
        public final void second(final Sample sample) {
            event(sample.report());
        }

        @Override
        public final void event(final Report report) {
            write(out, report);
            out.flush();
        }

        @Override
        public final void end(final Report report) {
            event(report);
        }

        @Override
        public final void close() {
            out.flush();
        }
    }
}
