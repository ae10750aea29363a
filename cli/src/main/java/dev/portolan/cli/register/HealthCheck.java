package dev.portolan.cli.register;

import java.util.Optional;

/** Looks whether an instance takes traffic. Blocks for a moment; of one thread. */
interface HealthCheck {
  /** Without a check an instance counts as healthy. */
  HealthCheck NONE = Optional::empty;

  /** What is wrong with the instance; nothing when it is healthy. */
  Optional<String> problem() throws InterruptedException;

  /**
   * The check that a word asks for.
   *
   * @param word {@code tcp}, {@code http} or {@code http:/path}
   * @param host where it looks
   * @throws IllegalArgumentException with a message for people, if the word is none of these
   */
  static HealthCheck of(String word, String host, int port) {
    if (word.equals("tcp")) {
      return new TcpCheck(host, port);
    }
    if (word.equals("http")) {
      return new HttpCheck(host, port, "/");
    }
    if (word.startsWith("http:/")) {
      return new HttpCheck(host, port, word.substring("http:".length()));
    }
    throw new IllegalArgumentException(
        "'%s' is no check; write tcp, http or http:/path".formatted(word));
  }
}
