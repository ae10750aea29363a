package dev.portolan.server.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.portolan.server.control.NoSuchHoldException;
import dev.portolan.server.control.NoSuchRuleException;
import dev.portolan.server.control.NotAcceptedException;
import dev.portolan.server.control.OriginTakenException;
import dev.portolan.server.control.QuotaException;
import dev.portolan.server.control.RuleChangedException;
import dev.portolan.server.control.StaleListException;
import dev.portolan.server.control.StoreException;
import dev.portolan.server.control.StoreFullException;
import dev.portolan.server.control.SupersededException;
import dev.portolan.server.security.IdentityRefusedException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The table from the hub's exceptions to gRPC statuses with {@code google.rpc} details. Whatever is
 * not in it is a bug of the hub.
 */
final class ErrorTable {
  private static final String DOMAIN = "portolan.dev";

  private static final long MIN_RETRY_MILLIS = 5_000;

  private ErrorTable() {}

  /** The status for an exception; empty for one that no peer is meant to see. */
  static Optional<StatusRuntimeException> statusOf(Throwable failure) {
    if (failure instanceof InvalidRequestException invalid) {
      return status(Code.INVALID_ARGUMENT, failure, fieldsOf(invalid));
    }
    if (failure instanceof NotFoundException) {
      return status(Code.NOT_FOUND, failure, info("NOT_FOUND"));
    }
    if (failure instanceof NoSuchRuleException) {
      return status(Code.NOT_FOUND, failure, info("NO_SUCH_RULE"));
    }
    if (failure instanceof RuleChangedException) {
      return status(Code.ABORTED, failure, info("RULE_CHANGED"));
    }
    if (failure instanceof NoSuchHoldException) {
      return status(Code.NOT_FOUND, failure, info("NO_SUCH_HOLD"));
    }
    if (failure instanceof SnapshotGoneException) {
      return status(Code.OUT_OF_RANGE, failure, info("SNAPSHOT_GONE"));
    }
    if (failure instanceof SupersededException superseded) {
      return status(Code.ABORTED, failure, superseded(superseded));
    }
    if (failure instanceof StaleRequestException) {
      return status(Code.ABORTED, failure, info("STALE_REQUEST"));
    }
    if (failure instanceof OriginTakenException taken) {
      return status(
          Code.FAILED_PRECONDITION,
          failure,
          info(taken.isReported() ? "ORIGIN_REPORTS" : "ORIGIN_REGISTERED"));
    }
    if (failure instanceof QuotaException quota) {
      return status(Code.RESOURCE_EXHAUSTED, failure, info("QUOTA"), exceeded(quota));
    }
    if (failure instanceof RateException rate) {
      return status(Code.RESOURCE_EXHAUSTED, failure, info("RATE"), after(rate.after()));
    }
    if (failure instanceof StaleListException) {
      return status(Code.ABORTED, failure, info("STALE_LIST"));
    }
    if (failure instanceof DecisionNeeded needed) {
      return status(
          needed.denied() ? Code.PERMISSION_DENIED : Code.FAILED_PRECONDITION,
          failure,
          info(needed.reason()));
    }
    if (failure instanceof StoreFullException) {
      return status(Code.RESOURCE_EXHAUSTED, failure, info("STORE_FULL"), later());
    }
    if (failure instanceof StoreException) {
      return status(Code.UNAVAILABLE, failure, info("STORE_UNAVAILABLE"));
    }
    if (failure instanceof NotAcceptedException refused) {
      return status(Code.UNAVAILABLE, failure, info(refused.reason().name()));
    }
    if (failure instanceof UnavailableException unavailable) {
      return status(Code.UNAVAILABLE, failure, info(unavailable.reason()));
    }
    if (failure instanceof IdentityRefusedException refused) {
      return refused.proven()
          ? status(Code.PERMISSION_DENIED, failure, info("IDENTITY_DENIED"))
          : status(Code.UNAUTHENTICATED, failure, info("IDENTITY_UNPROVEN"));
    }
    return Optional.empty();
  }

  private static Message fieldsOf(InvalidRequestException invalid) {
    if (invalid.faults().isEmpty()) {
      return info("INVALID_REQUEST");
    }
    BadRequest.Builder bad = BadRequest.newBuilder();
    invalid
        .faults()
        .forEach(
            fault ->
                bad.addFieldViolationsBuilder()
                    .setField(fault.field())
                    .setDescription(fault.toString()));
    return bad.build();
  }

  private static Message superseded(SupersededException failure) {
    return ErrorInfo.newBuilder()
        .setDomain(DOMAIN)
        .setReason("SUPERSEDED")
        .putMetadata("incarnation", Long.toString(failure.newer()))
        .build();
  }

  private static Message info(String reason) {
    return ErrorInfo.newBuilder().setDomain(DOMAIN).setReason(reason).build();
  }

  // A disk does not empty itself within a moment; spread, so that not all origins come back at
  // once and find what little room there is.
  private static Message later() {
    long millis = ThreadLocalRandom.current().nextLong(MIN_RETRY_MILLIS, 3 * MIN_RETRY_MILLIS);
    return after(java.time.Duration.ofMillis(millis));
  }

  private static Message after(java.time.Duration wait) {
    return RetryInfo.newBuilder()
        .setRetryDelay(Duration.newBuilder().setSeconds(wait.getSeconds()).setNanos(wait.getNano()))
        .build();
  }

  private static Message exceeded(QuotaException quota) {
    QuotaFailure.Builder failure = QuotaFailure.newBuilder();
    failure
        .addViolationsBuilder()
        .setSubject("origin:" + quota.origin())
        .setDescription(String.valueOf(quota.getMessage()));
    return failure.build();
  }

  private static Optional<StatusRuntimeException> status(
      Code code, Throwable failure, Message... details) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(String.valueOf(failure.getMessage()));
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return Optional.of(StatusProto.toStatusRuntimeException(status.build()));
  }
}
