/** An SNS that speaks the query protocol and delivers to functions and HTTP endpoints. */
@NullMarked
package dev.sluice.emulators.sns;

import org.jspecify.annotations.NullMarked;
