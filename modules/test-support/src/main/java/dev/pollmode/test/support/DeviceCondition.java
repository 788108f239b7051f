package dev.pollmode.test.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Skips what needs a file that can't be opened here. Only opening it tells: a container may show a device and forbid its use.
public final class DeviceCondition implements ExecutionCondition {
    /// For JUnit.
    public DeviceCondition() {
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), RequiresDevice.class).map(RequiresDevice::value)
            .map(DeviceCondition::evaluate).orElseGet(() -> ConditionEvaluationResult.enabled("nothing needed"));
    }

    private static ConditionEvaluationResult evaluate(final String[] paths) {
        for (final String path : paths) {
            try {
                FileChannel.open(Path.of(path), StandardOpenOption.READ, StandardOpenOption.WRITE).close();
            } catch (final IOException e) {
                return ConditionEvaluationResult.disabled("needs " + path + ", which can't be opened: " + e);
            }
        }
        return ConditionEvaluationResult.enabled(String.join(", ", paths) + " can be opened");
    }
}
