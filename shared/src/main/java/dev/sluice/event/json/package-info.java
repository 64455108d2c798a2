/** JSON and times from strangers, read within limits and written canonically. */
@NullMarked
package dev.sluice.event.json;

import org.jspecify.annotations.NullMarked;
