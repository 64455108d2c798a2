@NullMarked
package dev.sluice.event.ses;

import org.jspecify.annotations.NullMarked;
