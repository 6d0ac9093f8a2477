/** Rooms and their members. */
package dev.beckon.client.room;
