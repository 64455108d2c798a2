@NullMarked
package dev.sluice.signature;

import org.jspecify.annotations.NullMarked;
