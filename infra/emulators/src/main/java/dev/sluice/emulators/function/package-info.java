/** What the Lambda service does around a handler: context, time limit, outcome. */
@NullMarked
package dev.sluice.emulators.function;

import org.jspecify.annotations.NullMarked;
