package dev.beckon.server.limits;

/** Hears when somebody was refused. Called on any thread; must not block. */
public interface LimitListener {

    /** A limit refused something. */
    void onLimit(DoorLimit limit);
}
