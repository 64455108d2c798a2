/** Plain HTTP on loopback, and the HTTP API that stands before a function. */
@NullMarked
package dev.sluice.emulators.http;

import org.jspecify.annotations.NullMarked;
