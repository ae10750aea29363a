package dev.portolan.server.ingest;

import dev.portolan.registry.Hold;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.SupersededException;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.server.security.Authenticator;
import dev.portolan.v1.Hello;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.Welcome;
import dev.portolan.wire.DurationCodec;
import dev.portolan.wire.ExportRequestsCodec;
import dev.portolan.wire.RevisionCodec;
import io.grpc.Attributes;

/**
 * How the hub answers a hello; pure.
 *
 * @param revision where the registry stands
 * @param resumeAfter number of the last batch that need not be sent again, 0 when the list must be
 */
record Greeting(Revision revision, long resumeAfter) {
  private static final int MAX_VERSION_LENGTH = 128;
  private static final int MAX_UID_LENGTH = 128;

  /**
   * Who says hello.
   *
   * @throws InvalidRequestException if the hello is not well formed
   */
  static Reporter reporter(Hello hello, Authenticator authenticator, Attributes transport) {
    if (hello.getIncarnation() <= 0) {
      throw new InvalidRequestException(
          "hello.incarnation",
          "is %s; it must be above 0 and grow with every start of the process"
              .formatted(Long.toUnsignedString(hello.getIncarnation())));
    }
    String version = hello.getAgentVersion();
    if (version.length() > MAX_VERSION_LENGTH || !version.matches("\\p{Print}*")) {
      throw new InvalidRequestException(
          "hello.agent_version",
          "must be at most %d printable ASCII characters".formatted(MAX_VERSION_LENGTH));
    }
    String uid = hello.getClusterUid();
    if (uid.length() > MAX_UID_LENGTH || !uid.matches("\\p{Graph}*")) {
      throw new InvalidRequestException(
          "hello.cluster_uid",
          "must be at most %d printable ASCII characters".formatted(MAX_UID_LENGTH));
    }
    return new Reporter(
        authenticator.authenticate(transport, hello.getOrigin()).origin(),
        hello.getIncarnation(),
        version.isEmpty() ? "unknown" : version,
        uid);
  }

  /**
   * The answer, given what the registry holds. An incarnation resumes only what it had acknowledged
   * in this epoch; where anything is in doubt it lists again, which costs bytes and loses nothing.
   *
   * @throws SupersededException if a higher incarnation has reported
   */
  static Greeting of(Reporter reporter, Hello hello, RegistrySnapshot snapshot) {
    ReportProgress progress = snapshot.progress(reporter.origin());
    if (progress.incarnation() > reporter.incarnation()) {
      throw new SupersededException(
          reporter.origin(), reporter.incarnation(), progress.incarnation());
    }
    boolean resumes =
        progress.incarnation() == reporter.incarnation()
            && progress.complete()
            // Its list is what confirms or lifts a hold.
            && snapshot.hold(new HoldKey(reporter.origin(), Hold.State.WAITING)).isEmpty()
            && hello.getAcknowledgedEpoch().equals(snapshot.revision().epoch())
            && Long.compareUnsigned(hello.getAcknowledgedBatch(), progress.batch()) <= 0;
    return new Greeting(snapshot.revision(), resumes ? progress.batch() : 0);
  }

  ReportResponse welcome(ReportLimits limits) {
    return ReportResponse.newBuilder()
        .setWelcome(
            Welcome.newBuilder()
                .setRevision(RevisionCodec.encode(revision))
                .setResumeAfterBatch(resumeAfter)
                .setMaxBatchItems(limits.maxBatchItems())
                .setMaxRequestBytes(limits.maxRequestBytes())
                .setHeartbeatInterval(DurationCodec.encode(limits.heartbeatInterval()))
                .setTakesSurroundings(true)
                .addAllTakesExportRequests(ExportRequestsCodec.taken())
                .setTakesExteriors(true)
                .setTakesMeshTrust(true))
        .build();
  }
}
