package dev.portolan.server.registration;

import dev.portolan.registry.OriginId;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.query.RegistrationQuestions;
import dev.portolan.server.security.Authenticator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the service works with. Every part is thread-safe.
 *
 * @param registry where registrations go
 * @param authenticator says for which origin a call may speak
 * @param leases are renewed
 * @param life is told whenever somebody of an origin is heard
 * @param questions answers what is registered
 * @param nanoTime monotonic, as {@code System::nanoTime}
 * @param executor runs what follows a durable write, so that the registry loop does not
 */
public record RegistrationParts(
    RegistryLoop registry,
    Authenticator authenticator,
    Leases leases,
    Consumer<OriginId> life,
    RegistrationQuestions questions,
    RegistrationLimits limits,
    LongSupplier nanoTime,
    Executor executor) {}
