/** The rule that invokes a function at a rate. */
@NullMarked
package dev.sluice.emulators.schedule;

import org.jspecify.annotations.NullMarked;
