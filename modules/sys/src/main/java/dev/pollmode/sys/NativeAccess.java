package dev.pollmode.sys;

/// The one place that checks whether the JVM was started with native access for this module.
///
/// The JVM itself would print a warning of several lines and go on, or throw from deep inside;
/// a user gets one line that says what to type.
public final class NativeAccess {
    private NativeAccess() {
    }

    /// Checks that this module may call into the kernel. Call it first thing in `main` or when an environment is made.
    ///
    /// @throws IllegalCallerException when it may not; the message is one line with the option to start `java` with
    public static void require() {
        final String problem = problem(NativeAccess.class.getModule());
        if (problem != null) {
            throw new IllegalCallerException(problem);
        }
    }

    /// The same for static initialisers: an Error leaves them as it is, an exception would be wrapped.
    static void requireForLinking() {
        final String problem = problem(NativeAccess.class.getModule());
        if (problem != null) {
            throw new LinkageError(problem);
        }
    }

    /// {@return what is wrong, or null}
    static String problem(final Module module) {
        if (module.isNativeAccessEnabled()) {
            return null;
        }
        final String target = module.isNamed() ? module.getName() : "ALL-UNNAMED";
        return "Pollmode calls into the kernel: start java with --enable-native-access=" + target;
    }
}
