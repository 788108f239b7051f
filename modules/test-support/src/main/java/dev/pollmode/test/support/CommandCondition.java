package dev.pollmode.test.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Skips what runs a program that isn't installed.
public final class CommandCondition implements ExecutionCondition {
    /// For JUnit.
    public CommandCondition() {
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), RequiresCommand.class).map(RequiresCommand::value)
            .map(CommandCondition::evaluate).orElseGet(() -> ConditionEvaluationResult.enabled("nothing needed"));
    }

    private static ConditionEvaluationResult evaluate(final String[] commands) {
        return Stream.of(commands).filter(command -> !isInstalled(command)).findFirst()
            .map(command -> ConditionEvaluationResult.disabled("needs the program " + command))
            .orElseGet(() -> ConditionEvaluationResult.enabled(String.join(", ", commands) + " can be run"));
    }

    private static boolean isInstalled(final String command) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).filter(directory -> !directory.isEmpty())
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
