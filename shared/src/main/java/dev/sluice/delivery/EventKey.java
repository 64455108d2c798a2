package dev.sluice.delivery;

import dev.sluice.event.AppId;
import dev.sluice.event.EventId;

/** An event and the application it belongs to: all that is needed to find its row. */
public record EventKey(AppId app, EventId event) {}
