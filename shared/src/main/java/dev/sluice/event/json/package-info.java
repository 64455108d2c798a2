@NullMarked
package dev.sluice.event.json;

import org.jspecify.annotations.NullMarked;
