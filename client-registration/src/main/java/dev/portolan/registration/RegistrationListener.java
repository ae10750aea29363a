package dev.portolan.registration;

/**
 * Is told how it goes with a client's registrations, for people. Called on the client's thread, one
 * call after the other: do not block it, or renewals wait.
 */
public interface RegistrationListener {
  /** Nobody listens. */
  RegistrationListener NONE = new RegistrationListener() {};

  /** The hub does not answer, or takes nothing at present; it is tried again until it does. */
  default void away(String reason) {}

  /** The hub answers again. */
  default void back() {}

  /** The hub had lost some registrations, or held them; they were registered again. */
  default void registeredAgain(int registrations) {}

  /**
   * The hub does not take an instance any more that it had registered.
   *
   * @param instance {@code shop/orders/vm-7}
   */
  default void refused(String instance, String reason) {}
}
