package dev.portolan.agent.downlink;

import dev.portolan.agent.session.FakeDiscovery;
import dev.portolan.agent.session.FakeHub;
import dev.portolan.agent.session.FakeTime;
import dev.portolan.registry.OriginId;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A downlink against a fake hub in standing time. */
final class DownlinkRig implements AutoCloseable {
  final FakePointJournal journal;
  final FakeTime time = new FakeTime();
  final FakeHub hub = FakeHub.up();
  final FakeDiscovery discovery = hub.discovery();
  final FakeRemoteRegistry remote = new FakeRemoteRegistry();
  final Downlink downlink;

  DownlinkRig() {
    this(new FakePointJournal());
  }

  /** A downlink of a process that comes after another one. */
  DownlinkRig(FakePointJournal journal) {
    this(journal, VersionList.MAX_BYTES);
  }

  /** One that tells so many bytes of what it holds of a type. */
  DownlinkRig(FakePointJournal journal, long maxListBytes) {
    this.journal = journal;
    this.downlink =
        new Downlink(
            new Subscriber(new OriginId("east-1"), 7, "test", Duration.ofSeconds(5), maxListBytes),
            hub.channel(),
            time.loop(),
            remote,
            journal);
    downlink.start();
  }

  /** Breaks the stream and waits for the next. */
  void reconnect() {
    discovery.breakStream(Status.UNAVAILABLE);
    time.pass(Duration.ofMillis(100));
  }

  /** The first request of each type on the latest stream. */
  Map<String, DeltaDiscoveryRequest> subscriptions() {
    return discovery.requests().stream()
        .filter(request -> request.getResponseNonce().isEmpty())
        .collect(Collectors.toMap(DeltaDiscoveryRequest::getTypeUrl, request -> request));
  }

  DeltaDiscoveryRequest subscription(ResourceType type) {
    return subscriptions().getOrDefault(type.typeUrl(), DeltaDiscoveryRequest.getDefaultInstance());
  }

  /** The only answer to a response. */
  DeltaDiscoveryRequest answer(String nonce) {
    List<DeltaDiscoveryRequest> answers = discovery.answers(nonce);
    if (answers.size() != 1) {
      throw new AssertionError(answers.size() + " answers to " + nonce);
    }
    return answers.get(0);
  }

  boolean answered(String nonce) {
    return !discovery.answers(nonce).isEmpty();
  }

  @Override
  public void close() {
    downlink.close();
    hub.close();
  }
}
