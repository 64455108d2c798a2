/** Amazon DynamoDB Local, as a process of its own. */
@NullMarked
package dev.sluice.emulators.dynamodb;

import org.jspecify.annotations.NullMarked;
