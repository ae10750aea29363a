package dev.portolan.wire;

import dev.portolan.v1.FieldViolation;

/**
 * One field of untrusted input that is not as it must be.
 *
 * @param field path from the item, for example {@code service.ports[2].number}; empty for the item
 *     itself
 * @param description the value that was found and what would be right
 */
public record Violation(String field, String description) {
  /** As a report stream carries it. */
  public FieldViolation message() {
    return FieldViolation.newBuilder().setField(field).setDescription(description).build();
  }

  /** {@code service.ports[2].number is 0; a port is 1 to 65535}. */
  @Override
  public String toString() {
    return field.isEmpty() ? description : field + " " + description;
  }
}
