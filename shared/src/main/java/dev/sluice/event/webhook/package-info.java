/** What any other provider posts, as events. */
@NullMarked
package dev.sluice.event.webhook;

import org.jspecify.annotations.NullMarked;
