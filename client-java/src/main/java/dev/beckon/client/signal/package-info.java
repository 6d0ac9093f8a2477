/** Signals between peers: the messages of WebRTC signaling and their addresses. */
package dev.beckon.client.signal;
