package dev.sluice.ingest;

import dev.sluice.event.Door;

/**
 * One input as a door hands it over.
 *
 * @param raw every byte of it: what is read, what quarantine keeps, and what is read again after a fix
 */
record Parcel(Door door, byte[] raw, IngestLog log) {}
