package dev.sluice.signature;

import java.util.List;
import java.util.Optional;

/** All data keys there ever were, wrapped: few, since one seals for months. Reads see every write that was answered before. */
public interface DataKeyStore {

    /** The data key with this number. */
    Optional<DataKey> find(int number);

    /** All of them by their numbers. */
    List<DataKey> list();

    /**
     * Adds a data key, which nothing changes any more.
     *
     * @return false if another has its number; nothing is written then
     */
    boolean add(DataKey key);
}
