package dev.pollmode.test.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test opens files such as `/dev/net/tun`; it is skipped where one is missing or may not be read and written.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(DeviceCondition.class)
public @interface RequiresDevice {
    /// {@return the paths of the files}
    String[] value();
}
