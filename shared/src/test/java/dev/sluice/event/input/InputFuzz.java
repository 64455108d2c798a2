package dev.sluice.event.input;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The search for bytes that have no outcome, guided by what of the code they reach: {@code JAZZER_FUZZ=1 mvn -pl shared -am test
 * -Dtest=InputFuzz -Dsurefire.failIfNoSpecifiedTests=false}. It begins with the inputs kept in {@code InputFuzzInputs} and adds what it
 * finds wrong; {@link NormalizerPropertiesTest} runs those in every build. By its name it is no part of one: the agent that it needs
 * changes every class of its JVM, sockets among them.
 */
class InputFuzz {

    @FuzzTest(maxDuration = "2m")
    void anyBytesHaveAnOutcome(byte[] input) {
        NormalizerPropertiesTest.assertSoundByEveryWayIn(input);
    }
}
