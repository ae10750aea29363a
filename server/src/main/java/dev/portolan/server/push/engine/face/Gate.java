package dev.portolan.server.push.engine.face;

import dev.portolan.server.push.engine.Subscriber;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.grpc.Attributes;

/** Decides who is at the other end of a stream; asked once, with its first message. Thread-safe. */
public interface Gate {

  /**
   * The subscriber of a stream.
   *
   * @param transport what the transport knows of its peer
   * @param node what the peer says of itself; untrusted
   * @throws RefusedException if the stream must not be served
   * @throws EpochEndsException if the subscriber holds what the registry has lost
   */
  Subscriber admit(Attributes transport, Node node);

  /** The registry goes on in another epoch; the subscriber is to come back to that. */
  final class EpochEndsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EpochEndsException(String message) {
      super(message);
    }
  }

  /** The stream must not be served; the message says why. */
  final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean known;

    /**
     * A refusal.
     *
     * @param known the peer's identity is proven, it is only not the one it claims
     */
    public RefusedException(boolean known, String message) {
      super(message);
      this.known = known;
    }

    boolean known() {
      return known;
    }
  }
}
