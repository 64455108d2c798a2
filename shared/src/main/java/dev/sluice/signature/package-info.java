/**
 * Signing, verifying and keeping secrets. Nothing here throws for a secret, a header or an envelope that is bad: those are
 * results with a {@link dev.sluice.signature.Reason}. Nothing here prints a secret.
 */
@NullMarked
package dev.sluice.signature;

import org.jspecify.annotations.NullMarked;
