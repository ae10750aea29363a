package dev.portolan.server.query;

import dev.portolan.registry.OriginId;
import dev.portolan.v1.ListRegistrationsRequest;
import dev.portolan.v1.ListRegistrationsResponse;
import dev.portolan.v1.Registration;
import dev.portolan.v1.WatchRegistrationsResponse;
import dev.portolan.wire.RevisionCodec;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.LongSupplier;

/** Answers what an origin has registered. Whether it may be asked is not decided here. */
public final class RegistrationQuestions {
  private final PublishedSnapshots snapshots;
  private final Pages pages;

  /**
   * Questions about what is published.
   *
   * @param nanoTime monotonic, as {@code System::nanoTime}
   */
  public RegistrationQuestions(PublishedSnapshots snapshots, LongSupplier nanoTime) {
    this.snapshots = snapshots;
    this.pages = new Pages(snapshots, new PinnedSnapshots(nanoTime));
  }

  /** A page of what the request's origin has registered. */
  public ListRegistrationsResponse list(ListRegistrationsRequest request) {
    OriginId origin = new OriginId(request.getOrigin());
    Pages.Page<Registration> page =
        pages.page(
            new Pages.Request(
                "registrations " + origin, request.getPageSize(), request.getPageToken()),
            Pages::registrationKey,
            of(origin));
    return ListRegistrationsResponse.newBuilder()
        .addAllRegistrations(page.items())
        .setNextPageToken(page.nextToken())
        .setRevision(RevisionCodec.encode(page.snapshot().revision()))
        .build();
  }

  /** Follows what an origin has registered; to be called while the call starts. */
  public void watch(OriginId origin, StreamObserver<WatchRegistrationsResponse> response) {
    // gRPC hands out this type to every server method; it is how flow control is reached.
    Watch.serve(
        (ServerCallStreamObserver<WatchRegistrationsResponse>) response, of(origin), snapshots);
  }

  private static RegistrationProjection of(OriginId origin) {
    return new RegistrationProjection(new Selection(origin.value(), "", "", ""));
  }
}
