package dev.portolan.source.consul;

import dev.portolan.registry.FindingCode;

/** Consul did not answer, or not as it should. Says nothing about what is registered. */
public final class ConsulException extends Exception {
  private final Kind kind;

  public ConsulException(Kind kind, String reason) {
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
    UNREACHABLE(FindingCode.SOURCE_UNAVAILABLE, true),
    /** Asked to come back later: too many connections, for example. */
    BUSY(FindingCode.SOURCE_UNAVAILABLE, true),
    /** The token, or the want of one. */
    DENIED(FindingCode.SOURCE_DENIED, false),
    /** Any other error of the server's. */
    FAILED(FindingCode.SOURCE_UNAVAILABLE, false),
    /** Not what Consul says. */
    UNREADABLE(FindingCode.SOURCE_UNREADABLE, false);

    private final FindingCode code;
    private final boolean general;

    Kind(FindingCode code, boolean general) {
      this.code = code;
      this.general = general;
    }

    FindingCode code() {
      return code;
    }

    /** Whether every other question would fare alike. */
    boolean general() {
      return general;
    }
  }
}
