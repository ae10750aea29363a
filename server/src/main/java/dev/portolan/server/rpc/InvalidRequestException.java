package dev.portolan.server.rpc;

import dev.portolan.wire.Violations;
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

  /** What was found wrong with fields of the request; at least one thing. */
  public static InvalidRequestException of(Violations violations) {
    return new InvalidRequestException(
        violations.all().stream()
            .map(each -> new Fault(each.field(), each.description()))
            .toList());
  }

  /** The fields at fault, if it is about fields. */
  public List<Fault> faults() {
    return faults;
  }
}
