/** What a change would do, planned without making it. */
@NullMarked
package dev.portolan.server.preview;

import org.jspecify.annotations.NullMarked;
