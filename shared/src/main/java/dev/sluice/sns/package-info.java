/** SNS's HTTP(S) subscriptions: whether a message that somebody posted is SNS's, new, and of a topic of ours. */
@NullMarked
package dev.sluice.sns;

import org.jspecify.annotations.NullMarked;
