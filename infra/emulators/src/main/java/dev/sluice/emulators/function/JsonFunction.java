package dev.sluice.emulators.function;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A function as its caller sees it: JSON in, JSON out, read and written by the serializers that the managed runtime takes for these types
 * (EventHandlerLoader of aws-lambda-java-runtime-interface-client).
 */
public final class JsonFunction<E, R> {

    private final LambdaFunction<E, R> function;
    private final PojoSerializer<E> input;
    private final PojoSerializer<R> output;

    /** @param output what the handler returns; {@code Void.class} where that is nothing */
    public JsonFunction(LambdaFunction<E, R> function, Class<E> input, Class<R> output) {
        this.function = function;
        this.input = serializer(input);
        this.output = serializer(output);
    }

    /**
     * Invokes the handler as {@link LambdaFunction#invoke(Object)} does.
     *
     * @return {@code Failed} also when the event cannot be read
     * @throws InterruptedException as there
     */
    public InvocationResult<String> invoke(String event) throws InterruptedException {
        E read;
        try {
            read = input.fromJson(event);
        } catch (RuntimeException e) {
            return new InvocationResult.Failed<>(e);
        }
        return switch (function.invoke(read)) {
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
