package dev.pollmode.lab;

import dev.pollmode.testpmd.spi.Json;
import dev.pollmode.testpmd.spi.Report;
import java.io.PrintStream;

/// Where the lab shows what happens.
interface View {
    /// A second passed.
    void second(Sample sample);

    /// Something happened, or the end came.
    void show(Report report);

    /// {@return a view that writes a line for everything}
    static View lines(final PrintStream out) {
        return new View() {
            @Override
            public void second(final Sample sample) {
                show(sample.report());
            }

            @Override
            public void show(final Report report) {
                out.print(report.text());
                out.flush();
            }
        };
    }

    /// {@return a view that writes a JSON object on a line of its own for everything}
    static View json(final PrintStream out) {
        return new View() {
            @Override
            public void second(final Sample sample) {
                show(sample.report());
            }

            @Override
            public void show(final Report report) {
                if (report.data() != null) {
                    out.println(Json.text(report.data()));
                    out.flush();
                }
            }
        };
    }
}
