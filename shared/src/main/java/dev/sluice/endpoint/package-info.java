@NullMarked
package dev.sluice.endpoint;

import org.jspecify.annotations.NullMarked;
