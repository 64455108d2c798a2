/** Other processes that tests start and kill. */
@NullMarked
package dev.sluice.emulators.process;

import org.jspecify.annotations.NullMarked;
