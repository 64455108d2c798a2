/** Files that are there after a crash once a write has returned. */
@NullMarked
package dev.sluice.emulators.disk;

import org.jspecify.annotations.NullMarked;
