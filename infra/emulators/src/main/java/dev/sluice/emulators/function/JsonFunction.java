package dev.sluice.emulators.function;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A function whose event and answer are objects, read and written by the serializers that the managed runtime takes for these types
 * (EventHandlerLoader of aws-lambda-java-runtime-interface-client).
 */
public final class JsonFunction<E, R> implements Invocable {

    private final LambdaFunction<E, R> function;
    private final PojoSerializer<E> input;
    private final PojoSerializer<R> output;

    /** @param output what the handler returns; {@code Void.class} where that is nothing */
    public JsonFunction(LambdaFunction<E, R> function, Class<E> input, Class<R> output) {
        this.function = function;
        this.input = serializer(input);
        this.output = serializer(output);
    }

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public InvocationResult<String> invoke(String event, String requestId) throws InterruptedException {
        E read;
        try {
            read = input.fromJson(event);
        } catch (RuntimeException e) {
            return new InvocationResult.Failed<>(e);
        }
        return switch (function.invoke(read, requestId)) {
            case InvocationResult.Returned<R>(R value) -> new InvocationResult.Returned<>(write(value));
            case InvocationResult.Failed<R>(Throwable cause) -> new InvocationResult.Failed<>(cause);
            case InvocationResult.TimedOut<R>(var after) -> new InvocationResult.TimedOut<>(after);
        };
    }

    private String write(@Nullable R value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        output.toJson(value, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static <T> PojoSerializer<T> serializer(Class<T> type) {
        return LambdaEventSerializers.isLambdaSupportedEvent(type.getName())
                ? LambdaEventSerializers.serializerFor(type, type.getClassLoader())
                : JacksonFactory.getInstance().getSerializer(type);
    }
}
