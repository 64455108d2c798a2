/** From an input's outcome to what is stored, whichever door it came through. */
@NullMarked
package dev.sluice.intake;

import org.jspecify.annotations.NullMarked;
