package dev.beckon.client.internal.session;

/** Where a session writes: the stream that it is attached to. */
public interface FrameSink {

    /** Whether another frame can be written without piling up; when it turns true again, call {@link Session#pump}. */
    boolean isReady();

    /** Writes a frame. */
    void send(long seq, Outgoing frame);
}
