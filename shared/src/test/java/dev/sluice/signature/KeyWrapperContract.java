package dev.sluice.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.signature.KeyWrapper.Made;
import dev.sluice.signature.KeyWrapper.Unwrapped;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link KeyWrapper} does. */
public abstract class KeyWrapperContract {

    protected static final String ONE = "arn:aws:kms:us-east-1:123456789012:key/one";
    protected static final String OTHER = "arn:aws:kms:us-east-1:123456789012:key/other";
    protected static final Map<String, String> CONTEXT = Map.of("for", "this", "and", "that");

    private KeyWrapper wrapper;

    protected abstract KeyWrapper wrapper();

    /** Has it refuse a key. */
    protected abstract void refuse(String kmsKey);

    /** Has it not answer. */
    protected abstract void stopAnswering();

    @BeforeEach
    void open() {
        wrapper = wrapper();
    }

    @Test
    void unwrapsWhatItMade() {
        Made made = wrapper.make(ONE, CONTEXT);

        assertThat(made.key().getEncoded()).hasSize(32);
        assertThat(wrapper.unwrap(ONE, made.wrapped(), CONTEXT)).isEqualTo(new Unwrapped.Key(made.key()));
    }

    @Test
    void makesAnotherEachTime() {
        assertThat(wrapper.make(ONE, CONTEXT).key())
                .isNotEqualTo(wrapper.make(ONE, CONTEXT).key());
    }

    @Test
    void refusesWhatWasMadeForSomethingElse() {
        String wrapped = wrapper.make(ONE, CONTEXT).wrapped();

        assertThat(wrapper.unwrap(ONE, wrapped, Map.of("for", "another", "and", "that")))
                .isEqualTo(new Unwrapped.Refused());
        assertThat(wrapper.unwrap(ONE, wrapped, Map.of())).isEqualTo(new Unwrapped.Refused());
        assertThat(wrapper.unwrap(OTHER, wrapped, CONTEXT)).isEqualTo(new Unwrapped.Refused());
    }

    @Test
    void refusesAKeyThatIsGone() {
        String wrapped = wrapper.make(ONE, CONTEXT).wrapped();
        refuse(ONE);

        assertThat(wrapper.unwrap(ONE, wrapped, CONTEXT)).isEqualTo(new Unwrapped.Refused());
        assertThatThrownBy(() -> wrapper.make(ONE, CONTEXT)).isInstanceOf(KeysUnavailable.class);
    }

    @Test
    void saysWhenNobodyAnswers() {
        String wrapped = wrapper.make(ONE, CONTEXT).wrapped();
        stopAnswering();

        assertThatThrownBy(() -> wrapper.unwrap(ONE, wrapped, CONTEXT)).isInstanceOf(KeysUnavailable.class);
        assertThatThrownBy(() -> wrapper.make(ONE, CONTEXT)).isInstanceOf(KeysUnavailable.class);
    }
}
