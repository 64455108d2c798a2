@NullMarked
package dev.sluice.dispatcher;

import org.jspecify.annotations.NullMarked;
