package dev.portolan.cli.hub;

import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** The one table from gRPC status to exit code and words. */
final class HubErrors {
  /** How gRPC's transport describes a peer that says nothing and closes. */
  private static final String CLOSED_AT_ONCE = "Network closed for unknown reason";

  private HubErrors() {}

  static CommandException explain(
      StatusRuntimeException error, HubAddress address, Duration timeout) {
    Status status = error.getStatus();
    String said = said(status);
    String hub = "the hub at " + address;
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          new CommandException(
              ExitCode.UNAVAILABLE,
              "cannot reach " + hub + " (" + cause(status) + "). " + remedy(status),
              error);
      case DEADLINE_EXCEEDED ->
          new CommandException(
              ExitCode.TIMEOUT,
              hub
                  + " did not answer within "
                  + timeout.toMillis()
                  + " ms; --timeout gives it longer",
              error);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          new CommandException(ExitCode.AUTH, hub + " refuses: " + said, error);
      case UNIMPLEMENTED ->
          new CommandException(
              ExitCode.FAILED,
              address + " answers, but is no Portolan hub of this version (" + said + ")",
              error);
      case NOT_FOUND -> new CommandException(ExitCode.NOT_FOUND, said, error);
      case INVALID_ARGUMENT -> new CommandException(ExitCode.USAGE, said, error);
      case ABORTED, ALREADY_EXISTS, FAILED_PRECONDITION ->
          new CommandException(ExitCode.CONFLICT, said, error);
      default -> new CommandException(ExitCode.FAILED, hub + " failed: " + said, error);
    };
  }

  private static String remedy(Status status) {
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "The hub's certificate or yours is not accepted: look at --tls.ca, --tls.certificate"
            + " and --tls.server-name";
      }
    }
    return said(status).contains(CLOSED_AT_ONCE)
        ? "A hub with TLS ends a connection without it like this: give --tls.certificate, --tls.key"
            + " and --tls.ca"
        : "Start one with './portolan demo' or './portolan server', or name another with --hub"
            + " HOST:PORT or PORTOLAN_HUB";
  }

  private static String said(Status status) {
    String description = status.getDescription();
    return description == null ? status.getCode().name() : description;
  }

  /**
   * The innermost reason, for example "Connection refused", says more than gRPC's "io exception".
   */
  static String cause(Status status) {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause == null ? null : cause.getMessage();
    return message == null ? said(status) : message;
  }
}
