package dev.portolan.server.push.engine.face;

import dev.portolan.server.push.engine.PushEngine;
import dev.portolan.server.push.engine.ViewSource;

/** What every face needs: the engine, its views, who is let in, how a refusal is understood. */
public record Doors(PushEngine engine, ViewSource views, Gate gate, NackReader nacks) {}
