/** How fast the core is, asked with JMH. Nothing here runs in {@code mvn verify} but the tests of the inputs. */
@NullMarked
package dev.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
