/** Plain HTTP on loopback, which the stand-ins are made of. */
@NullMarked
package dev.sluice.emulators.http;

import org.jspecify.annotations.NullMarked;
