package dev.beckon.client.internal.session;

import dev.beckon.client.outcome.SendCallback;

/** A frame and the callback for its result. */
public final class Submission {

    /** Marks the library's own frames, whose results are not reported. */
    private static final SendCallback NOBODY = result -> {
        throw new IllegalStateException("result of a frame of the library's own: " + result);
    };

    private final Outgoing frame;
    private final SendCallback callback;

    /** Creates a submission of the app. */
    public Submission(Outgoing frame, SendCallback callback) {
        this.frame = frame;
        this.callback = callback;
    }

    /** Returns a submission of the library's own. */
    static Submission ofLibrary(Outgoing frame) {
        return new Submission(frame, NOBODY);
    }

    boolean isOfLibrary() {
        return callback == NOBODY;
    }

    /** Returns the frame. */
    public Outgoing frame() {
        return frame;
    }

    /** Returns the callback. The owner of the machine calls it on the callback executor; the machine never does. */
    public SendCallback callback() {
        return callback;
    }
}
