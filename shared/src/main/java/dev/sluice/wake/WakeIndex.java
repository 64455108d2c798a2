package dev.sluice.wake;

import java.time.Instant;
import java.util.List;

/** What wakes when. Safe for use by many threads. */
public interface WakeIndex {

    /** Into how many parts the index is divided. */
    int SHARDS = 16;

    /**
     * What wakes until a time, the earliest first. May be a moment behind the rows: whoever acts on an entry reads its row first.
     *
     * @param shard 0 to {@link #SHARDS} - 1
     * @param limit at least 1
     */
    List<Due> due(int shard, Instant until, int limit);
}
