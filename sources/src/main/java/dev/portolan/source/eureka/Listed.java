package dev.portolan.source.eureka;

import dev.portolan.source.mapping.Instance;
import java.util.Optional;

/**
 * What a server says of one instance.
 *
 * @param deleted that it is gone; only among changes
 * @param status as it stands there, also one that nobody knows
 * @param updated when it changed last, by the server's clock in milliseconds; 0 when that is not
 *     said
 * @param instance what it is; empty when that cannot be understood
 * @param problem why it cannot be understood; empty when it can
 */
public record Listed(
    InstanceKey key,
    boolean deleted,
    String status,
    long updated,
    Lease lease,
    Optional<Instance> instance,
    Optional<String> problem) {}
