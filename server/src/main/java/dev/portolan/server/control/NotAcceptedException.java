package dev.portolan.server.control;

/** The loop did not take an event: nothing was decided or written, it may be submitted again. */
public final class NotAcceptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  NotAcceptedException(Reason reason) {
    super(reason.text);
    this.reason = reason;
  }

  /** Why the event was not taken. */
  public Reason reason() {
    return reason;
  }

  /** Why an event is not taken. */
  public enum Reason {
    /** More is submitted than the store takes; submit again after a while. */
    BUSY("the registry's queue is full; submit again after a while"),
    /** Before the store is loaded, and after {@link RegistryLoop#close}. */
    NOT_RUNNING("the registry is not running");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }
}
