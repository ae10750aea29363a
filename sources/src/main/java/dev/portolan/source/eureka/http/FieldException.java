package dev.portolan.source.eureka.http;

/** A field of an instance cannot be understood. */
final class FieldException extends Exception {
  FieldException(String field, String problem) {
    super("its " + field + " " + problem);
  }

  /** For a person. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
