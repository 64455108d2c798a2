/** Amazon SQS inside this JVM: ElasticMQ, and in front of it what ElasticMQ lacks. */
@NullMarked
package dev.sluice.emulators.sqs;

import org.jspecify.annotations.NullMarked;
