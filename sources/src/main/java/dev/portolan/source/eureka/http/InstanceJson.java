package dev.portolan.source.eureka.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.source.eureka.InstanceKey;
import dev.portolan.source.eureka.Lease;
import dev.portolan.source.eureka.Listed;
import dev.portolan.source.eureka.Nameless;
import dev.portolan.source.mapping.Instance;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One instance of Eureka's JSON. Pure.
 *
 * @param choice of its ports
 */
record InstanceJson(PortChoice choice) {
  private static final String UNKNOWN = "UNKNOWN";
  private static final Set<String> ACTIONS = Set.of("ADDED", "MODIFIED", "DELETED", "");
  // An override takes an instance out. It cannot bring one in that is down: of such ones the server
  // shows their own status, whatever the override says.
  private static final Set<String> TAKING_OUT = Set.of("DOWN", "STARTING", "OUT_OF_SERVICE");

  /**
   * @param application under which it is listed; empty when that has no name
   * @throws NamelessException if it does not say which instance it is
   */
  Listed read(String application, JsonNode json) throws NamelessException {
    String app = application.isEmpty() ? text(json, "app") : application;
    String status = text(json, "status").isEmpty() ? UNKNOWN : text(json, "status");
    String id = id(json);
    if (app.isEmpty() || id.isEmpty()) {
      throw new NamelessException(
          new Nameless(app, status, "it has neither instanceId nor hostName"));
    }
    Optional<Instance> instance = Optional.empty();
    Optional<String> problem = Optional.empty();
    try {
      instance = Optional.of(instance(app, id, status, json));
    } catch (FieldException e) {
      problem = Optional.of(e.reason());
    }
    return new Listed(
        new InstanceKey(app, id),
        text(json, "actionType").equals("DELETED"),
        status,
        number(json, "lastUpdatedTimestamp"),
        lease(json.path("leaseInfo")),
        instance,
        problem);
  }

  private static String id(JsonNode json) {
    String own = text(json, "instanceId");
    String ofCloud = text(json.path("dataCenterInfo").path("metadata"), "instance-id");
    String given = own.isEmpty() ? ofCloud : own;
    return given.isEmpty() ? text(json, "hostName") : given;
  }

  private Instance instance(String app, String id, String status, JsonNode json)
      throws FieldException {
    if (!ACTIONS.contains(text(json, "actionType"))) {
      throw new FieldException("actionType", "is none of ADDED, MODIFIED and DELETED");
    }
    String address = text(json, "ipAddr");
    if (address.isEmpty()) {
      throw new FieldException("ipAddr", "is no text");
    }
    Metadata metadata = new Metadata(json);
    int insecure = port(json, "port", true);
    int secure = port(json, "securePort", false);
    boolean takesSecure =
        secure > 0
            && (choice == PortChoice.SECURE || (choice == PortChoice.ENABLED && insecure == 0));
    int port = takesSecure ? secure : choice == PortChoice.SECURE ? 0 : insecure;
    return new Instance(
        app,
        id,
        address,
        port,
        ready(status, json) ? Health.READY : Health.NOT_READY,
        text(json.path("dataCenterInfo"), "name"),
        new TreeSet<>(),
        metadata.read(takesSecure));
  }

  private static boolean ready(String status, JsonNode json) {
    String override = text(json, "overriddenStatus");
    // As older servers spell it.
    String spelled = override.isEmpty() ? text(json, "overriddenstatus") : override;
    return status.equals("UP") && !TAKING_OUT.contains(spelled);
  }

  /** The number of an enabled port, else 0. It may stand there without saying so. */
  private static int port(JsonNode json, String field, boolean enabledUnlessSaid)
      throws FieldException {
    JsonNode port = json.path(field);
    if (port.isMissingNode() || port.isNull()) {
      return 0;
    }
    String enabled = port.path("@enabled").asText(Boolean.toString(enabledUnlessSaid));
    if (!enabled.equalsIgnoreCase("true")) {
      return 0;
    }
    JsonNode number = port.isObject() ? port.path("$") : port;
    String digits = number.isIntegralNumber() || number.isTextual() ? number.asText() : "";
    if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65535) {
      throw new FieldException(field, "is no number from 0 to 65535");
    }
    return Integer.parseInt(digits);
  }

  private static Lease lease(JsonNode json) {
    long renewed = number(json, "lastRenewalTimestamp");
    return new Lease(
        number(json, "registrationTimestamp"),
        number(json, "serviceUpTimestamp"),
        renewed == 0 ? 0 : renewed + 1000 * number(json, "durationInSecs"));
  }

  static String text(JsonNode json, String field) {
    JsonNode found = json.path(field);
    return found.isTextual() ? found.asText() : "";
  }

  // Some stand there as text.
  private static long number(JsonNode json, String field) {
    JsonNode found = json.path(field);
    String digits = found.isIntegralNumber() || found.isTextual() ? found.asText() : "";
    return digits.matches("[0-9]{1,15}") ? Long.parseLong(digits) : 0;
  }
}
