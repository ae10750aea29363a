/**
 * What a subscriber saw, recorded, and the watch contract that holds over it: ordered, unique,
 * reliable, atomic, resumable, bookmarkable. Any simulation or load test can record one.
 */
@NullMarked
package dev.portolan.server.push.history;

import org.jspecify.annotations.NullMarked;
