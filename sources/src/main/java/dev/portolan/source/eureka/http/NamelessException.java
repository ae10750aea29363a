package dev.portolan.source.eureka.http;

import dev.portolan.source.eureka.Nameless;

/** An instance does not say which one it is. */
final class NamelessException extends Exception {
  private final transient Nameless nameless;

  NamelessException(Nameless nameless) {
    super(nameless.problem());
    this.nameless = nameless;
  }

  Nameless nameless() {
    return nameless;
  }
}
