package dev.portolan.agent.downlink;

import com.google.protobuf.Struct;
import dev.portolan.wire.Receipt;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.xds.ResourceType;

/** How a new stream tells the hub what this agent holds, so that only the rest is sent. */
sealed interface Resumption {

  /** For the metadata of the stream's node. */
  default Struct metadata() {
    return Struct.getDefaultInstance();
  }

  /** For the first request of a type. */
  default VersionList versions(ResourceType type) {
    return VersionList.NONE;
  }

  /** What the stream begins with. */
  Held base();

  /**
   * The cheapest way that gives the right result.
   *
   * @param tokenRefused the hub does not know, or no longer, what was in the revision held
   * @param maxListBytes of the names and versions of one type, in a request
   */
  static Resumption of(Held held, boolean tokenRefused, long maxListBytes) {
    if (held == Held.NOTHING) {
      return new FirstSync();
    }
    // The revision stands for everything in it, so it must not be named while something was
    // refused.
    return tokenRefused || !held.refused().isEmpty()
        ? new ByVersions(held.offeredAgain(), maxListBytes)
        : new ByToken(held);
  }

  private static Struct shown(Held held) {
    return held.receipt().map(Receipt::metadata).orElseGet(Struct::getDefaultInstance);
  }

  /** Nothing is held: everything is to be sent. */
  record FirstSync() implements Resumption {
    @Override
    public Held base() {
      return Held.NOTHING;
    }
  }

  /** By revision: the hub knows what that was. */
  record ByToken(Held base) implements Resumption {
    @Override
    public Struct metadata() {
      return RevisionCodec.resumeToken(base.revision()).toBuilder().mergeFrom(shown(base)).build();
    }
  }

  /**
   * Name by name; the hub compares contents, so it offers again what was refused.
   *
   * @param maxBytes of the names and versions of one type
   */
  record ByVersions(Held base, long maxBytes) implements Resumption {
    @Override
    public Struct metadata() {
      return shown(base);
    }

    @Override
    public VersionList versions(ResourceType type) {
      return VersionList.of(base.versions(type), maxBytes);
    }
  }
}
