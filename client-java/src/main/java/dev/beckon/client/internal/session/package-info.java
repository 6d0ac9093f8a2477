/**
 * The lifetime of one session: numbers what is sent, keeps it until it is acknowledged, keeps the rooms converged.
 *
 * <p>Pure logic: no protobuf, no gRPC, no thread and no clock (checked by a test), so that a simulator can run it. Nothing
 * here is thread-safe; one owner calls it, and is called back from within those calls.
 */
package dev.beckon.client.internal.session;
