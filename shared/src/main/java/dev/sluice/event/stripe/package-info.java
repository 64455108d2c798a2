/** What Stripe reports, as events. */
@NullMarked
package dev.sluice.event.stripe;

import org.jspecify.annotations.NullMarked;
