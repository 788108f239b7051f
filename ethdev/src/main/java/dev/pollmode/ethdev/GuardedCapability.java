package dev.pollmode.ethdev;

import dev.pollmode.ethdev.spi.EthDevOps;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/// Stands before a capability of a driver: one operation of a port at a time, none on a closed one.
///
/// A dynamic proxy, so that this rule is written once for all capabilities, also for those to come.
final class GuardedCapability implements InvocationHandler {
    private final Class<?> type;
    private final EthDevOps device;
    private final EthDev port;
    private final CapabilityChecks checks;

    private GuardedCapability(final Class<?> type, final EthDevOps device, final EthDev port) {
        this.type = type;
        this.device = device;
        this.port = port;
        checks = new CapabilityChecks(port);
    }

    static <T extends Capability> T of(final Class<T> type, final EthDevOps device, final EthDev port) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new GuardedCapability(type, device, port)));
    }

    @Override
    public Object invoke(final Object proxy, final Method method, final Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> type.getSimpleName() + " of " + port;
            };
        }
        synchronized (port.lock()) {
            port.open(method.getName());
            checks.check(device, method, arguments);
            try {
                final Object result = method.invoke(device, arguments);
                if (type == VlanFilter.class) {
                    port.onVlanFilter((int) arguments[0], (boolean) arguments[1]);
                }
                return result;
            } catch (final InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
