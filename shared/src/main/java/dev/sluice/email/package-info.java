/** Emails as their provider reports them: whom not to write to any more, and how far each has got. */
@NullMarked
package dev.sluice.email;

import org.jspecify.annotations.NullMarked;
