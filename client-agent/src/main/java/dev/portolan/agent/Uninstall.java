package dev.portolan.agent;

import dev.portolan.agent.apply.kubernetes.KubernetesSink;
import dev.portolan.agent.apply.kubernetes.LeaseName;
import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.SinkException;
import dev.portolan.agent.apply.sink.WriteResult;
import dev.portolan.agent.config.UninstallConfig;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Removes what agents wrote to a cluster: objects that carry our label and that our field manager
 * wrote, each as it was listed. Everything else stays and is named.
 */
final class Uninstall {
  private final KubernetesClient client;
  private final KubernetesSink sink;
  private final LeaseName lease;
  private final InstantSource clock;
  private final PrintStream out;

  Uninstall(KubernetesClient client, UninstallConfig config, InstantSource clock, PrintStream out) {
    this.client = client;
    this.lease = new LeaseName(config.leaseNamespace(), config.lease());
    this.sink = new KubernetesSink(client, lease);
    this.clock = clock;
    this.out = out;
  }

  /**
   * Lists, and removes if asked to.
   *
   * @return whether what was asked for is done
   * @throws SinkException if the cluster cannot be read
   */
  boolean run(boolean remove) {
    List<ObservedObject> marked =
        listed().stream()
            .filter(object -> object.custody() != Custody.FOREIGN)
            .sorted(Comparator.comparing(ObservedObject::ref))
            .toList();
    List<ObservedObject> ours = marked.stream().filter(Uninstall::removable).toList();
    ours.forEach(object -> out.println(object.ref()));
    out.printf("%d objects were written by agents%n", ours.size());
    boolean done = remove ? remove(ours) : advise();
    remains(marked);
    return done;
  }

  private boolean advise() {
    out.println("nothing was removed; --yes removes them");
    return true;
  }

  private boolean remove(List<ObservedObject> ours) {
    Optional<String> running = running();
    if (running.isPresent()) {
      out.printf(
          "nothing was removed: an agent is running (%s holds %s); stop it first%n",
          running.get(), lease);
      return false;
    }
    int removed = 0;
    for (ObservedObject object : ours) {
      removed += removed(object) ? 1 : 0;
    }
    out.printf("%d objects were removed%n", removed);
    return removed == ours.size();
  }

  private List<ObservedObject> listed() {
    try {
      return sink.list().toCompletableFuture().join().objects();
    } catch (CompletionException e) {
      throw e.getCause() instanceof SinkException known ? known : e;
    }
  }

  private static boolean removable(ObservedObject object) {
    return object.custody() == Custody.OURS && object.handle().authored();
  }

  private boolean removed(ObservedObject object) {
    WriteResult result = sink.delete(object).toCompletableFuture().join();
    if (result instanceof WriteResult.Removed) {
      return true;
    }
    out.printf(
        "%s was not removed: %s%n",
        object.ref(),
        result instanceof WriteResult.Refused refused ? refused.reason() : "it has just changed");
    return false;
  }

  private void remains(List<ObservedObject> marked) {
    for (ObservedObject object : marked) {
      if (object.custody() == Custody.UNMANAGED) {
        out.printf("%s remains: portolan.dev/unmanaged keeps it%n", object.ref());
      } else if (!object.handle().authored()) {
        out.printf("%s remains: it has our label, but no agent wrote it%n", object.ref());
      }
    }
    out.printf(
        "not looked at: namespace %s with %s, other namespaces (those that agents made have our label), the roles of deploy/rbac, and what the hub knows of this cluster%n",
        lease.namespace(), lease);
  }

  /** Who holds a Lease that is still good. */
  private Optional<String> running() {
    try {
      return Optional.ofNullable(
              client.leases().inNamespace(lease.namespace()).withName(lease.name()).get())
          .map(Lease::getSpec)
          .filter(spec -> spec.getHolderIdentity() != null && spec.getRenewTime() != null)
          .filter(
              spec ->
                  spec.getRenewTime()
                      .toInstant()
                      .plus(Duration.ofSeconds(spec.getLeaseDurationSeconds()))
                      .isAfter(clock.instant()))
          .map(spec -> spec.getHolderIdentity());
    } catch (KubernetesClientException e) {
      throw new SinkException("%s cannot be read: %s".formatted(lease, e.getMessage()), e);
    }
  }
}
