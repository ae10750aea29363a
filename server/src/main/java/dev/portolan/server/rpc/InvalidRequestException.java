package dev.portolan.server.rpc;

import java.util.List;
import java.util.stream.Collectors;

/** The peer asked for something that the contract does not allow; asking again will not help. */
public final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  /**
   * One field that is not as it must be.
   *
   * @param field its path
   */
  public record Fault(String field, String problem) {
    @Override
    public String toString() {
      return field.isEmpty() ? problem : field + " " + problem;
    }
  }

  /** The message as a whole is out of place. */
  public InvalidRequestException(String message) {
    super(message);
    this.faults = List.of();
  }

  /** One field of the request is not as it must be. */
  public InvalidRequestException(String field, String problem) {
    this(List.of(new Fault(field, problem)));
  }

  /** Some fields are not as they must be; at least one. */
  public InvalidRequestException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
    this.faults = List.copyOf(faults);
  }

  /** The fields at fault, if it is about fields. */
  public List<Fault> faults() {
    return faults;
  }
}
