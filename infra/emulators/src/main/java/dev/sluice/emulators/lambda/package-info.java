/** What Lambda does around a handler: the event source mapping of a queue, and the context of an invocation. */
@NullMarked
package dev.sluice.emulators.lambda;

import org.jspecify.annotations.NullMarked;
