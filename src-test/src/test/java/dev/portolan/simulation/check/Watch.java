package dev.portolan.simulation.check;

import dev.portolan.registry.Revision;
import dev.portolan.server.push.history.Event;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.wire.RevisionCodec;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was seen on one discovery stream, up to a change of the epoch. */
final class Watch {
  private final HubDisk disk;
  private final String cluster;
  private final Optional<Revision> token;
  private final Map<Revision, Map<String, String>> points;
  private final Map<String, String> held = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private String epoch = "";
  private Map<String, String> heldAtFirst = Map.of();
  private boolean over;

  /**
   * A stream that begins.
   *
   * @param points what the cluster held at each point; this stream adds its own
   */
  Watch(HubDisk disk, Node node, Map<Revision, Map<String, String>> points) {
    this.disk = disk;
    this.cluster = node.getCluster();
    this.points = points;
    this.token = RevisionCodec.resumeToken(node.getMetadata());
  }

  HubDisk disk() {
    return disk;
  }

  String cluster() {
    return cluster;
  }

  /** Of the points that it saw; empty when it saw none. */
  String epoch() {
    return epoch;
  }

  /** All that was seen; where the disk knows several epochs, between points of this one. */
  List<Event> events() {
    boolean several =
        disk.states().stream().map(state -> state.revision().epoch()).distinct().count() > 1;
    if (!several) {
      return events;
    }
    int end = events.size();
    while (end > 0 && !(events.get(end - 1) instanceof Event.Marked)) {
      end--;
    }
    int begin = 0;
    while (begin < end && !(events.get(begin) instanceof Event.Marked)) {
      begin++;
    }
    List<Event> between = new ArrayList<>();
    if (begin < end && events.get(begin) instanceof Event.Marked first) {
      between.add(new Event.Connected(Optional.of(first.sequence()), heldAtFirst));
      between.addAll(events.subList(begin + 1, end));
    }
    return between;
  }

  void asked(DeltaDiscoveryRequest request) {
    if (events.isEmpty()) {
      request
          .getInitialResourceVersionsMap()
          .forEach((name, version) -> held.put(request.getTypeUrl() + name, version));
    }
  }

  void arrived(DeltaDiscoveryResponse response) {
    if (events.isEmpty()) {
      token.map(points::get).ifPresent(held::putAll);
      events.add(new Event.Connected(token.map(Revision::sequence), held));
      token.ifPresent(revision -> epoch = revision.epoch());
    }
    boolean bookmark = response.getTypeUrl().equals(ResourceType.BOOKMARK.typeUrl());
    if (!bookmark) {
      received(response);
    }
    RevisionCodec.parse(
            bookmark ? response.getResources(0).getVersion() : response.getSystemVersionInfo())
        .ifPresent(this::marked);
  }

  private void received(DeltaDiscoveryResponse response) {
    Map<String, String> sent = new HashMap<>();
    String type = response.getTypeUrl();
    response
        .getResourcesList()
        .forEach(resource -> sent.put(type + resource.getName(), resource.getVersion()));
    List<String> removed =
        response.getRemovedResourcesList().stream().map(name -> type + name).toList();
    held.putAll(sent);
    held.keySet().removeAll(removed);
    if (!over) {
      events.add(new Event.Received(response.getNonce(), sent, removed, Set.of()));
    }
  }

  private void marked(Revision revision) {
    // Whoever resumes there holds that, in whichever epoch.
    points.put(revision, Map.copyOf(held));
    if (epoch.isEmpty()) {
      epoch = revision.epoch();
    }
    if (over || !epoch.equals(revision.epoch())) {
      // Another history begins; what came for it is judged by where it leads.
      over = true;
      return;
    }
    if (events.stream().noneMatch(Event.Marked.class::isInstance)) {
      heldAtFirst = Map.copyOf(held);
    }
    events.add(new Event.Marked(revision.sequence()));
  }
}
