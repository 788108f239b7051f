package dev.pollmode.sys;

/// Run by [NativeAccessTest] in a JVM of its own.
final class NativeAccessMain {
    private NativeAccessMain() {
    }

    public static void main(final String[] arguments) {
        if (arguments.length > 0) {
            ProcessCalls.gettid(CallState.current());
        } else {
            NativeAccess.require();
        }
        System.out.println("granted");
    }
}
