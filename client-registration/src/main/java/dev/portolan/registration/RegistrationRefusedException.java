package dev.portolan.registration;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** The hub does not register an instance, and would not if it were asked again. */
public final class RegistrationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Status.Code code;

  RegistrationRefusedException(Status.Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /**
   * What kind of refusal it is: {@code INVALID_ARGUMENT} names fields, {@code ALREADY_EXISTS} says
   * that another process has the id, all others are as the contract has them.
   */
  public Status.Code code() {
    return code;
  }
}
