package dev.portolan.server.security;

/** What somebody is to the hub, and so may do; by the path of the SPIFFE id (docs/security.md). */
enum Role {
  /** An agent or a source: {@code /cluster/NAME/agent}, {@code /source/NAME}. */
  ORIGIN,
  /** Who looks: {@code /reader/NAME}. */
  READER,
  /** Who decides: {@code /operator/NAME}. */
  OPERATOR;

  boolean may(Permission permission) {
    return switch (permission) {
      case REPORT, DISCOVER -> this == ORIGIN;
      case READ -> this == READER || this == OPERATOR;
      case DECIDE -> this == OPERATOR;
      case PROBE -> true;
    };
  }
}
