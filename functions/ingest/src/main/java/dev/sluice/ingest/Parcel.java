package dev.sluice.ingest;

import dev.sluice.event.Door;
import dev.sluice.event.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * One input as a door hands it over.
 *
 * @param trace by which what is written of it is found, null if nobody gave one
 * @param raw every byte of it: what is read, what quarantine keeps, and what is read again after a fix
 */
record Parcel(Door door, @Nullable TraceId trace, byte[] raw, IngestLog log) {}
