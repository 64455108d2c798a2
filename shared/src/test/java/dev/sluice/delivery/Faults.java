package dev.sluice.delivery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports that fail where a test says so, and otherwise do what they do. */
public final class Faults {

    private Faults() {}

    /** Is asked before each call; what it throws, the call throws. */
    @FunctionalInterface
    public interface Fault {
        void before(String method, List<Object> arguments);
    }

    /** The same port, with a fault in it. */
    public static <T> T in(Class<T> port, T target, Fault fault) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    fault.before(method.getName(), arguments == null ? List.of() : Arrays.asList(arguments));
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** Fails the first so many calls of a method. */
    public static Fault first(int times, String failing) {
        AtomicInteger calls = new AtomicInteger();
        return (method, arguments) -> {
            if (method.equals(failing) && calls.incrementAndGet() <= times) {
                throw new IllegalStateException(failing + " fails");
            }
        };
    }
}
