package dev.pollmode.test.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skips what needs root when the tests run as another user.
public final class RootCondition implements ExecutionCondition {
    private static final int EFFECTIVE = 2;

    /// For JUnit.
    public RootCondition() {
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
        return isRoot() ? ConditionEvaluationResult.enabled("runs as root") : ConditionEvaluationResult.disabled("needs root");
    }

    /// Reads the line `Uid: real effective saved filesystem`; see proc(5).
    private static boolean isRoot() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Uid:")).anyMatch(line -> line.split("\\s+")[EFFECTIVE].equals("0"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
