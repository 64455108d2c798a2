package dev.sluice.endpoint;

import dev.sluice.event.AppId;
import java.util.List;
import java.util.Optional;

/** Endpoints of all applications. Reads see every write that was answered before. Safe for use by many threads. */
public interface EndpointStore {

    /** A number that moves with every change of which endpoints the application has and what they subscribe to; empty if there is no such application. */
    Optional<Long> version(AppId app);

    /** The application's endpoints in the order of their creation. Deleted ones are not among them. */
    List<Endpoint> list(AppId app);

    /** One endpoint; empty if there is none, or it is deleted, or it is another application's. */
    Optional<Endpoint> find(AppId app, EndpointId id);

    /**
     * Adds an endpoint.
     *
     * @throws IllegalStateException if there is no such application, or the id is taken; nothing is written then
     */
    void create(Endpoint endpoint);

    /**
     * Replaces an endpoint if it has not changed since {@code previous} was read. One that is moved, or becomes active, starts without a
     * past: its {@link Health} is forgotten.
     *
     * @return false if it has changed or is gone; nothing is written then
     */
    boolean replace(Endpoint previous, Endpoint next);

    /**
     * Deletes an endpoint.
     *
     * @return false if there was none
     */
    boolean delete(AppId app, EndpointId id);
}
