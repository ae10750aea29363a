package dev.portolan.source.eureka;

import dev.portolan.registry.FindingCode;

/** A server did not answer, or not as it should. Says nothing about what is registered. */
public final class EurekaException extends Exception {
  private final Kind kind;

  public EurekaException(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** For a person. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What sort of failure it is, and so what is done about it. */
  public enum Kind {
    /** No connection, or no answer in time. */
    UNREACHABLE(FindingCode.SOURCE_UNAVAILABLE),
    /** An error of the server's, or asked to come back later. */
    FAILED(FindingCode.SOURCE_UNAVAILABLE),
    /** The user and password, or the want of them; also a server that gives nothing out yet. */
    DENIED(FindingCode.SOURCE_DENIED),
    /** There is nothing at this path. */
    MISSING(FindingCode.SOURCE_UNREADABLE),
    /** Not what Eureka says. */
    UNREADABLE(FindingCode.SOURCE_UNREADABLE);

    private final FindingCode code;

    Kind(FindingCode code) {
      this.code = code;
    }

    FindingCode code() {
      return code;
    }

    /** Whether a server says so of its changes when it is told to offer none. */
    boolean offersNoChanges() {
      return this == DENIED || this == MISSING;
    }
  }
}
