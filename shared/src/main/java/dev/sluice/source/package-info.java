/** Providers that post webhooks to us: who they are, and whether what is posted is theirs. */
@NullMarked
package dev.sluice.source;

import org.jspecify.annotations.NullMarked;
