/** Time that a test sets. */
@NullMarked
package dev.sluice.emulators.time;

import org.jspecify.annotations.NullMarked;
