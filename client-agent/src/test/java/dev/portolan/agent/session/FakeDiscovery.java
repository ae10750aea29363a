package dev.portolan.agent.session;

import com.google.protobuf.Any;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Revision;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.Standing;
import dev.portolan.wire.xds.Bookmark;
import dev.portolan.wire.xds.ResourceBytes;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hub's side of delta discovery, said line by line by a test; records every request. */
public final class FakeDiscovery
    extends AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase {
  private final List<DeltaDiscoveryRequest> requests = new ArrayList<>();
  private int streams;
  private int nonces;
  private @Nullable StreamObserver<DeltaDiscoveryResponse> responses;

  @Override
  public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
      StreamObserver<DeltaDiscoveryResponse> opened) {
    streams++;
    requests.clear();
    responses = opened;
    return new StreamObserver<>() {
      @Override
      public void onNext(DeltaDiscoveryRequest request) {
        requests.add(request);
      }

      @Override
      public void onError(Throwable error) {
        gone();
      }

      @Override
      public void onCompleted() {
        gone();
      }

      private void gone() {
        if (responses == opened) {
          responses = null;
        }
      }
    };
  }

  /** The requests of the latest stream, in order. */
  public List<DeltaDiscoveryRequest> requests() {
    return requests;
  }

  /** The answers to a response on the latest stream. */
  public List<DeltaDiscoveryRequest> answers(String nonce) {
    return requests.stream().filter(request -> request.getResponseNonce().equals(nonce)).toList();
  }

  /** How many streams were ever opened. */
  public int streams() {
    return streams;
  }

  /** Whether a stream is open. */
  public boolean connected() {
    return responses != null;
  }

  /** Sends records of one type under a version; gives the nonce. */
  public String send(ResourceType type, String version, Recorded<?>... records) {
    return send(type, response(type, version, records));
  }

  private static DeltaDiscoveryResponse.Builder response(
      ResourceType type, String version, Recorded<?>... records) {
    DeltaDiscoveryResponse.Builder response = DeltaDiscoveryResponse.newBuilder();
    for (Recorded<?> record : records) {
      Any body =
          ResourceBytes.any(
              type, ResourceBytes.of(RecordEncoder.encode(record, Standing.REPORTED)));
      response.addResources(resource(ResourceNames.of(record.key()), version, body));
    }
    return response;
  }

  /** A resource with any body. */
  public static Resource resource(String name, String version, Any body) {
    return Resource.newBuilder().setName(name).setVersion(version).setResource(body).build();
  }

  /** Sends a response of one type; gives the nonce. */
  public String send(ResourceType type, DeltaDiscoveryResponse.Builder response) {
    return say(response.setTypeUrl(type.typeUrl()));
  }

  /** Sends records of one type in a response that completes a point; gives the nonce. */
  public String complete(
      Revision point, ResourceType type, String version, Recorded<?>... records) {
    return send(type, response(type, version, records).setSystemVersionInfo(point.toString()));
  }

  /** Sends a response of whatever type it names; gives the nonce. */
  public String say(DeltaDiscoveryResponse.Builder response) {
    String nonce = "n" + ++nonces;
    if (responses == null) {
      throw new AssertionError("nobody listens");
    }
    responses.onNext(response.setNonce(nonce).build());
    return nonce;
  }

  /** Removes resources; gives the nonce. */
  public String remove(ResourceType type, String... names) {
    return send(type, DeltaDiscoveryResponse.newBuilder().addAllRemovedResources(List.of(names)));
  }

  /** Marks a consistent point; gives the nonce. */
  public String bookmark(Revision revision) {
    return bookmark(revision, "");
  }

  /** Marks a consistent point as a start of a hub does; gives the nonce. */
  public String bookmark(Revision revision, String start) {
    Any body = new Bookmark(revision, Instant.EPOCH, start).encode();
    return send(
        ResourceType.BOOKMARK,
        DeltaDiscoveryResponse.newBuilder()
            .addResources(resource(ResourceNames.BOOKMARK, revision.toString(), body)));
  }

  /** Ends the stream. */
  public void breakStream(Status status) {
    breakStream(status.asRuntimeException());
  }

  /** Ends the stream. */
  public void breakStream(StatusRuntimeException error) {
    StreamObserver<DeltaDiscoveryResponse> ending = responses;
    responses = null;
    if (ending != null) {
      ending.onError(error);
    }
  }
}
