package dev.portolan.source.zookeeper.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.registry.Endpoint.Health;
import dev.portolan.registry.Names;
import dev.portolan.source.mapping.Instance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a node: a JSON object, as Curator's x-discovery and others write it, or {@code
 * host:port}; of a node without data its name is that. JSON is read as a tree: a class that it
 * names means nothing here. Pure.
 *
 * @param path below which the service is
 * @param service name of the node above
 * @param node its name
 */
public record NodePayload(String path, String service, String node) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\s:\\[\\]]+)):([0-9]{1,5})");
  private static final List<String> ADDRESSES = List.of("address", "host", "ip");
  // Of Spring Cloud, in the metadata of its payload.
  private static final String STATUS = "instance_status";

  /** The instance that the data describe. */
  public Instance read(byte[] data) throws PayloadException {
    String text = new String(data, StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) {
      return ofJson(data);
    }
    String place = text.isEmpty() ? node : text;
    Matcher matcher = HOST_AND_PORT.matcher(place);
    if (!matcher.matches()) {
      throw new PayloadException(
          text.isEmpty()
              ? "it has no data, and its name is not host:port"
              : "it has neither a JSON object nor host:port");
    }
    String address =
        Optional.ofNullable(matcher.group(1)).orElseGet(() -> String.valueOf(matcher.group(2)));
    return instance(
        address,
        port(Integer.parseInt(String.valueOf(matcher.group(3)))),
        Health.READY,
        new TreeSet<>(),
        new TreeMap<>());
  }

  private Instance ofJson(byte[] data) throws PayloadException {
    JsonNode root;
    try {
      root = MAPPER.readTree(data);
    } catch (JsonProcessingException e) {
      throw new PayloadException("it has JSON that cannot be read: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new PayloadException("it has JSON that cannot be read: " + e.getMessage());
    }
    SortedMap<String, String> metadata = new Fields(root).metadata();
    SortedSet<String> tags = new TreeSet<>();
    root.path("tags").forEach(tag -> tags.add(tag.asText()));
    return instance(address(root), port(root), health(root, metadata), tags, metadata);
  }

  private static String address(JsonNode root) throws PayloadException {
    for (String field : ADDRESSES) {
      JsonNode found = root.path(field);
      if (found.isTextual() && !found.asText().isEmpty()) {
        return found.asText();
      }
    }
    throw new PayloadException("its JSON has no text " + String.join(" or ", ADDRESSES));
  }

  // Curator writes null for the one that there is not.
  private static int port(JsonNode root) throws PayloadException {
    JsonNode plain = root.path("port");
    JsonNode found = plain.isNull() || plain.isMissingNode() ? root.path("sslPort") : plain;
    String digits = found.isNumber() || found.isTextual() ? found.asText() : "";
    if (!digits.matches("[0-9]{1,5}")) {
      throw new PayloadException("its JSON has no number port or sslPort");
    }
    return port(Integer.parseInt(digits));
  }

  private static int port(int number) throws PayloadException {
    Optional<String> problem = Names.portProblem(number);
    if (problem.isPresent()) {
      throw new PayloadException("its port " + problem.get());
    }
    return number;
  }

  private static Health health(JsonNode root, SortedMap<String, String> metadata) {
    JsonNode enabled = root.path("enabled");
    boolean off = enabled.isBoolean() && !enabled.asBoolean();
    return off || !metadata.getOrDefault(STATUS, "UP").equals("UP")
        ? Health.NOT_READY
        : Health.READY;
  }

  private Instance instance(
      String address,
      int port,
      Health health,
      SortedSet<String> tags,
      SortedMap<String, String> metadata) {
    // Where the node is, whatever it says itself.
    metadata.put("path", path);
    String[] parts = path.split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      if (!parts[i].isEmpty()) {
        metadata.put("path." + i, parts[i]);
      }
    }
    return new Instance(service, node, address, port, health, "", tags, metadata);
  }
}
