package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.SendCallback;

/** A frame, and who is told what became of it. */
public final class Submission {

    /** Marks what the library submits by itself: nobody outside waits for its result. */
    private static final SendCallback NOBODY = result -> {
        throw new IllegalStateException("result of a frame of the library's own: " + result);
    };

    private final Outgoing frame;
    private final SendCallback callback;

    /** The frame, and who is told. */
    public Submission(Outgoing frame, SendCallback callback) {
        this.frame = frame;
        this.callback = callback;
    }

    /** A frame of the library's own. */
    static Submission ofLibrary(Outgoing frame) {
        return new Submission(frame, NOBODY);
    }

    boolean isOfLibrary() {
        return callback == NOBODY;
    }

    /** The frame. */
    public Outgoing frame() {
        return frame;
    }

    /** Who is told. The owner of the machine calls it, where callbacks belong; the machine never does. */
    public SendCallback callback() {
        return callback;
    }
}
