/**
 * The way down: receives what others have by delta xDS over the channel of {@code session}, and
 * hands each consistent point to {@link dev.portolan.agent.downlink.RemoteRegistry}, which {@code
 * view} implements.
 */
@NullMarked
package dev.portolan.agent.downlink;

import org.jspecify.annotations.NullMarked;
