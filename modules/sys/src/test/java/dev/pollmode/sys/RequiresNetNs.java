package dev.pollmode.sys;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/// The test makes network namespaces: root, or a user namespace (`unshare -rn`).
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(value = "dev.pollmode.sys.TestNet#isAvailable", disabledReason = "may not make network namespaces")
@interface RequiresNetNs {
}
