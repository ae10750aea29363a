package dev.portolan.server.ingest;

import dev.portolan.server.security.CallTransport;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc.ReportServiceImplBase;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Serves report streams: each becomes a {@link ReportStream} of its own. */
public final class ReportService extends ReportServiceImplBase {
  private final ReportHub hub;

  public ReportService(ReportHub hub) {
    this.hub = hub;
  }

  @Override
  public StreamObserver<ReportRequest> report(StreamObserver<ReportResponse> responses) {
    // gRPC hands out this type to every server method; it is how flow control is reached.
    ServerCallStreamObserver<ReportResponse> call =
        (ServerCallStreamObserver<ReportResponse>) responses;
    return ReportStream.open(call, hub, CallTransport.current());
  }
}
