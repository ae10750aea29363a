package dev.portolan.bench.suite;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.portolan.bench.cluster.Api;
import dev.portolan.bench.cluster.Arrivals;
import dev.portolan.bench.cluster.Cluster;
import dev.portolan.bench.cluster.Workloads;
import java.util.List;

/** What a change cannot be faster than, piece by piece; of no interest to the agents. */
final class Floors {
  private static final String NAMESPACE = "floor";
  private static final String SLICES =
      "/apis/discovery.k8s.io/v1/namespaces/" + NAMESPACE + "/endpointslices";

  private final Federation all;
  private final Arrivals slices = new Arrivals();
  private final JsonObject entry;

  Floors(Federation all, Open open) {
    this.all = all;
    Workloads.namespaces(all.east.api(), List.of(NAMESPACE));
    Workloads.namespaces(all.west.api(), List.of(NAMESPACE));
    // Without the label that names its service.
    Api.join(
        all.east
            .api()
            .create(
                SLICES,
                """
                {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"floor"},
                "addressType":"IPv4","ports":[{"name":"http","port":8080,"protocol":"TCP"}],
                "endpoints":[]}
                """));
    var watch = all.east.api().watch(SLICES, slices::event);
    open.add(watch, () -> watch.cancel(true));
    entry = foreign(all.someEntry());
  }

  /** An entry as agents write it, of somebody else and for another host. */
  private static JsonObject foreign(String list) {
    JsonObject found =
        JsonParser.parseString(list)
            .getAsJsonObject()
            .getAsJsonArray("items")
            .get(0)
            .getAsJsonObject();
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", "floor");
    metadata.addProperty("namespace", NAMESPACE);
    JsonArray hosts = new JsonArray();
    hosts.add("floor.example.com");
    found.add("metadata", metadata);
    found.getAsJsonObject("spec").add("hosts", hosts);
    return found;
  }

  /** Milliseconds from sending a slice until a watch shows it. */
  double watch() {
    String address = all.freshAddress();
    slices.sent(0, address);
    Api.join(
        all.east
            .api()
            .merge(
                SLICES + "/floor",
                """
                {"endpoints":[{"addresses":["10.128.0.1"]},{"addresses":["10.128.0.2"]},
                {"addresses":["%s"]}]}
                """
                    .formatted(address)));
    return slices.all(60).get(0);
  }

  /** Milliseconds that the API server takes to apply an entry with another address. */
  double apply() {
    entry
        .getAsJsonObject("spec")
        .getAsJsonArray("endpoints")
        .get(0)
        .getAsJsonObject()
        .addProperty("address", all.freshAddress());
    String body = entry.toString();
    long begin = System.nanoTime();
    Api.join(all.west.api().apply(Cluster.entries(NAMESPACE) + "/floor", body));
    return (System.nanoTime() - begin) / 1e6;
  }
}
