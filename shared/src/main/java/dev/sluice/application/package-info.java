@NullMarked
package dev.sluice.application;

import org.jspecify.annotations.NullMarked;
