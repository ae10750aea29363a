package dev.portolan.server.rpc;

/** A request came late: a later one of the same session was taken before. */
public final class StaleRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StaleRequestException(String session, long request, long taken) {
    super(
        "request %d of session %s is older than request %d, which was taken before; nothing of it is in force"
            .formatted(request, session, taken));
  }
}
