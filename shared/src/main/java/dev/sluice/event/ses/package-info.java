/** Amazon SES: its documents, in both shapes, as events. */
@NullMarked
package dev.sluice.event.ses;

import org.jspecify.annotations.NullMarked;
