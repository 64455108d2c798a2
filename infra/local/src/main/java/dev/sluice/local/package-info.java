/** The emulators and the real handlers in one process, and the command line. */
@NullMarked
package dev.sluice.local;

import org.jspecify.annotations.NullMarked;
