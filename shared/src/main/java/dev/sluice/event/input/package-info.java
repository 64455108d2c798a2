@NullMarked
package dev.sluice.event.input;

import org.jspecify.annotations.NullMarked;
