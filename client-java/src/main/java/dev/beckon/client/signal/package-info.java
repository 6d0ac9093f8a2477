/** What one peer says to another: the bodies of WebRTC signaling, and the address that they go to. */
package dev.beckon.client.signal;
