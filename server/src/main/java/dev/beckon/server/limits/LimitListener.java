package dev.beckon.server.limits;

/** Receives refusals by limits. Called on any thread; must not block. */
public interface LimitListener {

    /** A limit caused a refusal. */
    void onLimit(DoorLimit limit);
}
