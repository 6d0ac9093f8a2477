/** STUN and TURN servers for RTCPeerConnection. */
package dev.beckon.client.ice;
