/**
 * The lifetime of a session: numbers frames, keeps them until they are acknowledged, and keeps the views of rooms up to
 * date.
 *
 * <p>Pure logic: no protobuf, gRPC, threads or clock (checked by a test), so that a simulator can run it. Nothing here
 * is thread-safe; one owner calls it and is called back from within those calls.
 */
package dev.beckon.client.internal.session;
