package dev.portolan.agent;

import java.util.Optional;

/** Which build this is, for people. */
final class Version {
  private Version() {}

  /** As in the jar's manifest; {@code development} when run from classes. */
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
