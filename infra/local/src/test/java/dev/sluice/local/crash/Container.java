package dev.sluice.local.crash;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One container's life. When a call kills it, that is its end for every message that it has in hand: no thread of it gets anything
 * done any more, and its invocation answers nothing. Only what was on its way already may still arrive.
 */
public final class Container {

    private final Crashes crashes;
    private volatile boolean dead;

    public Container(Crashes crashes) {
        this.crashes = crashes;
    }

    /** A function that has a new container for each invocation. */
    public static <E, R> RequestHandler<E, R> foreverCold(
            Crashes crashes, Function<Container, RequestHandler<E, R>> coldStart) {
        return (event, context) -> {
            Container container = new Container(crashes);
            return container.hosting(coldStart.apply(container)).handleRequest(event, context);
        };
    }

    /** The same of a handler that reads and writes by itself. */
    public static RequestStreamHandler foreverColdStream(
            Crashes crashes, Function<Container, RequestStreamHandler> coldStart) {
        return (input, output, context) -> {
            Container container = new Container(crashes);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            coldStart.apply(container).handleRequest(input, answer, context);
            container.requireAlive();
            answer.writeTo(output);
        };
    }

    /** The handler, whose answer leaves only a living container. */
    public <E, R> RequestHandler<E, R> hosting(RequestHandler<E, R> handler) {
        return (event, context) -> {
            R answer = handler.handleRequest(event, context);
            requireAlive();
            return answer;
        };
    }

    /** The port as the container's own code sees it. */
    public <P> P port(Class<P> type, P real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> call(type, real, method, arguments)));
    }

    /** @throws ContainerDied if it has */
    public void requireAlive() {
        if (dead) {
            throw new ContainerDied();
        }
    }

    private @Nullable Object call(Class<?> port, Object real, Method method, Object[] arguments) throws Throwable {
        requireAlive();
        Optional<CrashPoint> end = crashes.strike(port, method.getName(), arguments);
        if (end.filter(CrashPoint::isSurvived).isPresent()) {
            throw new IllegalStateException("our code fails on this");
        }
        try {
            return method.invoke(
                    real, end.map(point -> point.cutShort(arguments)).orElse(arguments));
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        } finally {
            dead |= end.isPresent();
            requireAlive();
        }
    }
}
