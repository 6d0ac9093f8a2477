/** Small apps for trying things out, and for tests that start them from outside. */
package dev.beckon.client.samples;
