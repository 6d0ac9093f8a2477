/** What became of a message that was sent. */
package dev.beckon.client.outcome;
