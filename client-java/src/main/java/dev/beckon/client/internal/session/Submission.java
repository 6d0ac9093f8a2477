package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.SendCallback;

/** A frame, and who is told what became of it. */
public final class Submission {

    private final Outgoing frame;
    private final SendCallback callback;

    /** The frame, and who is told. */
    public Submission(Outgoing frame, SendCallback callback) {
        this.frame = frame;
        this.callback = callback;
    }

    /** The frame. */
    public Outgoing frame() {
        return frame;
    }

    /** Who is told. The owner of the session calls it, where callbacks belong; the session never does. */
    public SendCallback callback() {
        return callback;
    }
}
