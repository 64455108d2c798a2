/** A webhook receiver that misbehaves on request and remembers exactly what arrived. */
@NullMarked
package dev.sluice.emulators.receiver;

import org.jspecify.annotations.NullMarked;
