package dev.pollmode.eal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/// Which release this is.
public final class Version {
    private Version() {
    }

    /// {@return the version of this library, of the JVM and of the kernel, in one line}
    public static String text() {
        return "Pollmode " + number() + ", Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
            + System.getProperty("os.version") + " " + System.getProperty("os.arch");
    }

    /// {@return the version of this library}
    public static String number() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            final Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (final IOException e) {
            throw new IllegalStateException("version.properties cannot be read", e);
        }
    }
}
