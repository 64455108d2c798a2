/** What stands for API Gateway: an HTTP API in front of a function. */
@NullMarked
package dev.sluice.emulators.gateway;

import org.jspecify.annotations.NullMarked;
