/** A stand-in for KMS. */
@NullMarked
package dev.sluice.emulators.kms;

import org.jspecify.annotations.NullMarked;
