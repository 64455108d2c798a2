/** Out of the envelopes: what arrived, whatever it was wrapped in, becomes outcomes. */
@NullMarked
package dev.sluice.event.input;

import org.jspecify.annotations.NullMarked;
