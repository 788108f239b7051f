package dev.pollmode.testpmd.cli;

import dev.pollmode.eal.Json;
import dev.pollmode.testpmd.spi.Output;
import dev.pollmode.testpmd.spi.Report;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Standard output, in text or in JSON.
///
/// In JSON nothing but JSON is written: one value a line for each command. A command that shows something gives that;
/// others give an object with what they said. What is not the answer to a command goes to standard error then.
///
/// Safe for use by several threads: events are told by threads of their own.
public final class Console implements Output {
    private final PrintStream out;
    private final PrintStream error;
    private final Object lock = new Object();
    private boolean json;
    private boolean answering;
    private boolean failed;
    private final StringBuilder said = new StringBuilder();
    private Object shown;
    private Consumer<String> above;

    /// A console.
    ///
    /// @param out standard output
    /// @param error standard error
    public Console(final PrintStream out, final PrintStream error) {
        this.out = out;
        this.error = error;
    }

    /// Switches between text and JSON, from the next command on.
    ///
    /// @param on JSON
    public void json(final boolean on) {
        synchronized (lock) {
            json = on;
        }
    }

    /// {@return whether JSON is written}
    public boolean isJson() {
        synchronized (lock) {
            return json;
        }
    }

    /// Sets how to write while somebody types at a prompt.
    ///
    /// @param printer writes above the line that is being typed, or null when nobody types
    public void above(final Consumer<String> printer) {
        synchronized (lock) {
            above = printer;
        }
    }

    /// Runs a command and writes its answer.
    ///
    /// @param asJson whether to answer in JSON
    /// @param command what to run
    /// @return whether it succeeded
    public boolean answer(final boolean asJson, final Runnable command) {
        synchronized (lock) {
            answering = asJson;
            failed = false;
            said.setLength(0);
            shown = null;
        }
        try {
            command.run();
        } finally {
            synchronized (lock) {
                if (answering) {
                    out.println(Json.text(shown != null && !failed ? shown : spoken()));
                }
                answering = false;
                out.flush();
            }
        }
        return !failed;
    }

    private Map<String, Object> spoken() {
        final Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", !failed);
        answer.put(failed ? "error" : "text", said.toString().strip());
        return answer;
    }

    @Override
    public void print(final String text) {
        synchronized (lock) {
            if (answering) {
                said.append(text);
            } else if (json) {
                error.print(text);
            } else {
                out.print(text);
            }
        }
    }

    @Override
    public void show(final Report report) {
        synchronized (lock) {
            if (answering && shown == null) {
                shown = report.data();
            } else if (!answering) {
                print(report.text());
            }
        }
    }

    @Override
    public void complain(final String line) {
        synchronized (lock) {
            failed = true;
            print(line + "\n");
        }
    }

    /// Tells what happened while no command runs.
    ///
    /// @param line without line feed
    public void tell(final String line) {
        synchronized (lock) {
            if (json) {
                error.println(line);
            } else if (above != null) {
                above.accept(line);
            } else {
                out.println(line);
                out.flush();
            }
        }
    }

    /// Writes what has been printed.
    public void flush() {
        synchronized (lock) {
            out.flush();
        }
    }
}
