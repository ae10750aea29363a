package dev.portolan.simulation.check;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import dev.portolan.server.push.history.Expected;
import dev.portolan.server.push.history.Model;
import dev.portolan.server.push.history.WatchContract;
import dev.portolan.simulation.disk.HubDisk;
import dev.portolan.simulation.network.Tap;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The six properties of a watch (P2) on every discovery stream, as the agent sees it. */
public final class Watches implements Tap {
  private final Supplier<HubDisk> disk;
  private final Map<Object, Watch> streams = new LinkedHashMap<>();
  // What each cluster held at each point that it has seen.
  private final Map<String, Map<Revision, Map<String, String>>> points = new HashMap<>();

  /**
   * Nothing seen yet.
   *
   * @param disk that the hub has now
   */
  public Watches(Supplier<HubDisk> disk) {
    this.disk = disk;
  }

  @Override
  public void asked(Object call, String method, byte[] request) {
    if (method.equals("DeltaAggregatedResources")) {
      try {
        DeltaDiscoveryRequest said = DeltaDiscoveryRequest.parseFrom(request);
        streams
            .computeIfAbsent(
                call,
                first ->
                    new Watch(
                        disk.get(),
                        said.getNode(),
                        points.computeIfAbsent(
                            said.getNode().getCluster(), cluster -> new HashMap<>())))
            .asked(said);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("an agent said what cannot be read", e);
      }
    }
  }

  @Override
  public void arrived(Object call, String method, byte[] response) {
    Watch watch = streams.get(call);
    if (watch != null) {
      try {
        watch.arrived(DeltaDiscoveryResponse.parseFrom(response));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("the hub said what cannot be read", e);
      }
    }
  }

  /** What is wrong with what was seen; to be asked once, at the end. */
  public List<String> breaches() {
    List<String> breaches = new ArrayList<>();
    Map<Subject, Model> models = new HashMap<>();
    for (Watch watch : streams.values()) {
      if (!watch.epoch().isEmpty()) {
        Model model =
            models.computeIfAbsent(
                new Subject(watch.disk(), watch.epoch(), watch.cluster()), Watches::model);
        WatchContract.breaches(model, watch.events(), false)
            .forEach(breach -> breaches.add("P2: the watch of " + watch.cluster() + ": " + breach));
      }
    }
    return breaches;
  }

  private record Subject(HubDisk disk, String epoch, String cluster) {}

  private static Model model(Subject subject) {
    Model model = new Model(Expected::derived);
    for (RegistrySnapshot state : subject.disk().states()) {
      if (state.revision().epoch().equals(subject.epoch())) {
        model.at(
            state.revision().sequence(), Expected.versions(state, new OriginId(subject.cluster())));
      }
    }
    return model;
  }
}
