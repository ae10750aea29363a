package dev.portolan.bench.suite;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.portolan.bench.cluster.Api;
import dev.portolan.bench.cluster.Arrivals;
import dev.portolan.bench.cluster.Cluster;
import dev.portolan.bench.cluster.Workloads;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a change cannot be faster than, piece by piece; of no interest to the agents. As many
 * objects as there are services, so that no more writes meet at one than on the whole way.
 */
final class Floors {
  private static final String NAMESPACE = "floor";
  private static final String SLICES =
      "/apis/discovery.k8s.io/v1/namespaces/" + NAMESPACE + "/endpointslices";

  private final Federation all;
  private final Arrivals slices = new Arrivals();
  private final String entry;

  Floors(Federation all, Open open, int objects) {
    this.all = all;
    Workloads.namespaces(all.east.api(), List.of(NAMESPACE));
    Workloads.namespaces(all.west.api(), List.of(NAMESPACE));
    for (int object = 0; object < objects; object++) {
      // Without the label that names its service.
      Api.join(
          all.east
              .api()
              .create(
                  SLICES,
                  """
                  {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice",
                  "metadata":{"name":"floor-%d"},"addressType":"IPv4",
                  "ports":[{"name":"http","port":8080,"protocol":"TCP"}],"endpoints":[]}
                  """
                      .formatted(object)));
    }
    var watch = all.east.api().watch(SLICES, slices::event);
    open.add(watch, () -> watch.cancel(true));
    entry = foreign(all.someEntry()).toString();
    for (int object = 0; object < objects; object++) {
      Api.join(apply(all.east.api(), object));
      Api.join(apply(all.west.api(), object));
    }
  }

  /** An entry as agents write it, of somebody else. */
  private static JsonObject foreign(String list) {
    JsonObject found =
        JsonParser.parseString(list)
            .getAsJsonObject()
            .getAsJsonArray("items")
            .get(0)
            .getAsJsonObject();
    found.add("metadata", new JsonObject());
    return found;
  }

  /** Milliseconds from sending a slice until a watch shows it. */
  double watch() {
    Api.join(send(0));
    return seen().get(0);
  }

  /** Sends a slice; those of one object one after the other. */
  CompletableFuture<String> send(int object) {
    String address = all.freshAddress();
    slices.sent(object, address);
    return all.east
        .api()
        .merge(
            SLICES + "/floor-" + object,
            """
            {"endpoints":[{"addresses":["10.128.0.1"]},{"addresses":["10.128.0.2"]},
            {"addresses":["%s"]}]}
            """
                .formatted(address));
  }

  /** Waits until a watch has shown every slice; how long each took, in milliseconds. */
  List<Double> seen() {
    return slices.all(60);
  }

  /** Milliseconds that the API server takes to apply an entry with another address. */
  double apply() {
    return Api.join(apply(0));
  }

  /** As {@link #apply()}, of one of the objects; done when it is answered. */
  CompletableFuture<Double> apply(int object) {
    return apply(all.west.api(), object);
  }

  /** The same in the cluster that offers, whose agent writes an entry of each host, too. */
  CompletableFuture<Double> applyAtHome(int object) {
    return apply(all.east.api(), object);
  }

  private CompletableFuture<Double> apply(Api api, int object) {
    String body = entry(object);
    long begin = System.nanoTime();
    return api.apply(Cluster.entries(NAMESPACE) + "/floor-" + object, body)
        .thenApply(answer -> (System.nanoTime() - begin) / 1e6);
  }

  /** For a host of its own. */
  private String entry(int object) {
    JsonObject another = JsonParser.parseString(entry).getAsJsonObject();
    JsonObject metadata = another.getAsJsonObject("metadata");
    metadata.addProperty("name", "floor-" + object);
    metadata.addProperty("namespace", NAMESPACE);
    JsonObject spec = another.getAsJsonObject("spec");
    JsonArray hosts = new JsonArray();
    hosts.add("floor-" + object + ".example.com");
    spec.add("hosts", hosts);
    spec.getAsJsonArray("endpoints")
        .get(0)
        .getAsJsonObject()
        .addProperty("address", all.freshAddress());
    return another.toString();
  }
}
