package dev.portolan.wire;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.TrafficTarget;
import dev.portolan.v1.TrafficHost;
import java.util.Optional;

/** Where parts of requests go, read from untrusted senders. */
final class TrafficTargetCodec {
  private TrafficTargetCodec() {}

  /** Whether it is of a kind that this version does not know. */
  static boolean unknown(dev.portolan.v1.TrafficTarget message) {
    return message.getTargetCase() == dev.portolan.v1.TrafficTarget.TargetCase.TARGET_NOT_SET;
  }

  /** Nothing where it is unknown, which is no violation. */
  static Optional<TrafficTarget> decode(dev.portolan.v1.TrafficTarget message, Violations at) {
    int before = at.count();
    switch (message.getTargetCase()) {
      case CLUSTER -> {
        at.check("cluster", Names.labelProblem(message.getCluster()));
        return at.count() > before
            ? Optional.empty()
            : Optional.of(new TrafficTarget.InCluster(new OriginId(message.getCluster())));
      }
      case HOST -> {
        TrafficHost host = message.getHost();
        at.at("host").check("namespace", Names.labelProblem(host.getNamespace()));
        at.at("host").check("name", Names.labelProblem(host.getName()));
        return at.count() > before
            ? Optional.empty()
            : Optional.of(
                new TrafficTarget.OtherHost(new HostKey(host.getNamespace(), host.getName())));
      }
      case TARGET_NOT_SET -> {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
