package dev.pollmode.sys;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/// How the functions of the C library are linked, and what their results mean: -1 becomes `-errno`.
///
/// All arguments are integers or addresses, and each has a register of its own. The calling conventions of x86-64 and
/// arm64 leave the upper half of the register of an `int` unspecified. So all calls are linked with `long` arguments
/// and `long` results: the number of arguments is all that differs, and the JVM prepares few shapes at startup.
/// An `int` result is cut to its lower half here.
final class Downcall {
    private Downcall() {
    }

    /// {@return a function whose arguments are all named}
    static MethodHandle function(final String name, final int arguments) {
        return link(name, arguments, Linker.Option.captureCallState("errno"));
    }

    /// {@return a function with `...` in its declaration, `firstVariadic` arguments before it}
    static MethodHandle variadic(final String name, final int arguments, final int firstVariadic) {
        return link(name, arguments, Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(firstVariadic));
    }

    private static MethodHandle link(final String name, final int arguments, final Linker.Option... options) {
        NativeAccess.requireForLinking();
        final MemoryLayout[] longs = new MemoryLayout[arguments];
        Arrays.fill(longs, ValueLayout.JAVA_LONG);
        final Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
            linker.defaultLookup().find(name).orElseThrow(() -> new LinkageError("the C library has no function " + name)),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, longs), options);
    }

    static int intResult(final CallState state, final long result) {
        final int value = (int) result;
        return value != -1 ? value : -state.errno();
    }

    static long longResult(final CallState state, final long result) {
        return result != -1 ? result : -state.errno();
    }

    /// {@return what to throw for something that can't happen: nothing is thrown by a downcall whose arguments have the right types}
    static AssertionError impossible(final Throwable cause) {
        return new AssertionError(cause);
    }
}
