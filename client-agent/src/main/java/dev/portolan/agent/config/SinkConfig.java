package dev.portolan.agent.config;

import dev.portolan.agent.apply.ApplyLimits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an agent writes its objects.
 *
 * @param directory where they are files; empty means the API server
 * @param leaseNamespace namespace of the Lease by which replicas elect the one that works; only for
 *     the API server
 * @param lease its name
 * @param limits how fast, and when deletions are held
 */
public record SinkConfig(
    Optional<Path> directory, String leaseNamespace, String lease, ApplyLimits limits) {}
