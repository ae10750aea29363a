package dev.portolan.server.rpc;

import java.util.Optional;

/** The peer asked for something that the contract does not allow; asking again will not help. */
public final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String field;

  /** The message as a whole is out of place. */
  public InvalidRequestException(String message) {
    this("", message);
  }

  /** One field of the request is not as it must be. */
  public InvalidRequestException(String field, String problem) {
    super(field.isEmpty() ? problem : field + " " + problem);
    this.field = field;
  }

  /** Path of the field at fault, if there is one. */
  public Optional<String> field() {
    return field.isEmpty() ? Optional.empty() : Optional.of(field);
  }
}
