@NullMarked
package dev.sluice.wake;

import org.jspecify.annotations.NullMarked;
