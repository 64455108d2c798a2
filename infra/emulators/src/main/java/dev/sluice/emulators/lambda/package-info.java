/** What Lambda does around a handler: the event source mapping of a queue, and the API that invokes by name. */
@NullMarked
package dev.sluice.emulators.lambda;

import org.jspecify.annotations.NullMarked;
