package dev.pollmode.test.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test runs programs such as `iperf3`; it is skipped where one is not on the `PATH`.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(CommandCondition.class)
public @interface RequiresCommand {
    /// {@return the names of the programs}
    String[] value();
}
