/** An SES v2 that accepts mail, keeps it and sends none. */
@NullMarked
package dev.sluice.emulators.ses;

import org.jspecify.annotations.NullMarked;
