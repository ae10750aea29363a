/** Tests of the report streams, and the rig that other tests of the edges use. */
@NullMarked
package dev.portolan.server.ingest;

import org.jspecify.annotations.NullMarked;
