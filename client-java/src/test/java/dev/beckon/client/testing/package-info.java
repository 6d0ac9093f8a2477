/** Shared by the tests: a server that misbehaves on command, a listener that remembers, time that is moved by hand. */
package dev.beckon.client.testing;
