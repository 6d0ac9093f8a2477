/** The one thread of a client, and its timers. */
package dev.beckon.client.internal.thread;
