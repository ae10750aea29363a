package dev.portolan.cli.get;

import dev.portolan.cli.hub.Filter;

/** Which records of a kind are asked for; an empty part matches everything. */
record Selection(String origin, String namespace, String name, String slice, String host) {
  Filter filter() {
    return new Filter(origin, namespace, host);
  }

  /** Names one service, or one slice when {@code slice} is set. */
  boolean exact() {
    return !origin.isEmpty() && !namespace.isEmpty() && !name.isEmpty();
  }

  /** For the message that nothing was found. */
  String describe() {
    StringBuilder text = new StringBuilder();
    add(text, " in namespace ", namespace);
    add(text, " of origin ", origin);
    add(text, " behind host ", host);
    return text.toString();
  }

  private static void add(StringBuilder text, String what, String value) {
    if (!value.isEmpty()) {
      text.append(what).append(value);
    }
  }
}
