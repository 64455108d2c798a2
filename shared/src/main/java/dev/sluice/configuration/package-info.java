@NullMarked
package dev.sluice.configuration;

import org.jspecify.annotations.NullMarked;
