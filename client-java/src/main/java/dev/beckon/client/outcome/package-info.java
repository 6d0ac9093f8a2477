/** Results of messages. */
package dev.beckon.client.outcome;
