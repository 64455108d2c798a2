/** Certificates made while a stand-in runs; none of them is trusted by anyone who was not told to. */
@NullMarked
package dev.sluice.emulators.certificate;

import org.jspecify.annotations.NullMarked;
