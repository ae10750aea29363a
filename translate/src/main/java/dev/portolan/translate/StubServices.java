package dev.portolan.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.PlannedPort;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.List;
import java.util.Locale;

/**
 * The Service of a replica: ports and a virtual address, so that the name resolves, and no
 * selector. The endpoints come from the ServiceEntry of the same host.
 */
public final class StubServices {
  /** Kind of the object, as Kubernetes has it. */
  public static final String KIND = "Service";

  /**
   * Istio's annotation: identities of a Service's workloads. A ServiceEntry's are lost where a
   * newer Service has the same host, so both say them.
   */
  static final String IDENTITIES = "alpha.istio.io/canonical-serviceaccounts";

  private static final String VIRTUAL_ADDRESS = "ClusterIP";

  private StubServices() {}

  static ServiceSpec spec(HostPlan plan) {
    ServiceSpec spec = new ServiceSpec();
    spec.setType(VIRTUAL_ADDRESS);
    spec.setPorts(plan.ports().stream().map(StubServices::port).toList());
    return spec;
  }

  private static ServicePort port(PlannedPort planned) {
    ServicePort port = new ServicePort();
    port.setName(planned.name());
    port.setPort(planned.number());
    port.setProtocol("TCP");
    if (!planned.protocol().istioName().isEmpty()) {
      port.setAppProtocol(planned.protocol().istioName().toLowerCase(Locale.ROOT));
    }
    return port;
  }

  /**
   * Whether a Service with our label has become a user's: somebody gave it pods. It is theirs from
   * then on.
   *
   * @param object as an API server gives it
   */
  public static boolean takenOver(JsonNode object) {
    return object.path("kind").asText().equals(KIND)
        && !object.path("spec").path("selector").isEmpty();
  }

  /** What a Service says of what we say: an API server adds addresses and many defaults. */
  static JsonNode said(JsonNode object) {
    JsonNode spec = object.path("spec");
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    said.put("type", spec.path("type").asText(VIRTUAL_ADDRESS));
    said.set("selector", spec.path("selector").isEmpty() ? null : spec.path("selector"));
    ArrayNode ports = said.putArray("ports");
    for (JsonNode port : spec.path("ports")) {
      ObjectNode each = ports.addObject();
      for (String field : List.of("name", "port", "protocol", "appProtocol")) {
        if (port.has(field)) {
          each.set(field, port.get(field));
        }
      }
    }
    said.set("identities", object.path("metadata").path("annotations").get(IDENTITIES));
    return said;
  }
}
