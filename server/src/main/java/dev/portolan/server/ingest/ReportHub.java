package dev.portolan.server.ingest;

import dev.portolan.server.control.LostWrites;
import dev.portolan.server.control.RegistryLoop;
import dev.portolan.server.security.Authenticator;
import java.util.concurrent.Executor;

/**
 * What all report streams of a hub share. Every part is thread-safe.
 *
 * @param registry where reports go
 * @param authenticator says who reports
 * @param lostWrites hears what origins had acknowledged
 * @param agents the open streams and what their agents say of themselves
 * @param life is told whenever an origin is heard
 * @param limits told to every agent
 * @param pulse the heartbeat's clock
 * @param executor runs what follows a durable write, so that the registry loop does not
 */
public record ReportHub(
    RegistryLoop registry,
    LostWrites lostWrites,
    Authenticator authenticator,
    AgentDirectory agents,
    SignsOfLife life,
    ReportLimits limits,
    Pulse pulse,
    Executor executor) {}
