package dev.portolan.source.eureka.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.source.eureka.Listed;
import dev.portolan.source.eureka.Listing;
import dev.portolan.source.eureka.Nameless;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Eureka's JSON, read as a tree: classes that it names mean nothing here. What stands alone may
 * stand without its array. An instance that cannot be understood costs itself only. Pure.
 */
record EurekaJson(InstanceJson instances) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * @param at when it was answered
   * @throws IOException if this is no list of applications
   */
  Listing listing(byte[] body, Optional<Instant> at) throws IOException {
    JsonNode applications = MAPPER.readTree(body).path("applications");
    if (!applications.isObject()) {
      throw new IOException("an object applications is expected");
    }
    List<Listed> listed = new ArrayList<>();
    List<Nameless> nameless = new ArrayList<>();
    for (JsonNode application : each(applications, "application")) {
      String name = application.path("name").asText("");
      for (JsonNode instance : each(application, "instance")) {
        try {
          listed.add(instances.read(name, instance));
        } catch (NamelessException e) {
          nameless.add(e.nameless());
        }
      }
    }
    JsonNode hash = applications.path("apps__hashcode");
    return new Listing(
        hash.isTextual() ? Optional.of(hash.asText()) : Optional.empty(), listed, nameless, at);
  }

  private static List<JsonNode> each(JsonNode parent, String field) throws IOException {
    JsonNode found = parent.path(field);
    if (found.isMissingNode()
        || found.isNull()
        || (found.isTextual() && found.asText().isBlank())) {
      return List.of();
    }
    if (!found.isArray()) {
      return List.of(object(found, field));
    }
    List<JsonNode> elements = new ArrayList<>();
    for (JsonNode element : found) {
      elements.add(field.equals("instance") ? element : object(element, field));
    }
    return elements;
  }

  private static JsonNode object(JsonNode node, String field) throws IOException {
    if (!node.isObject()) {
      throw new IOException("an object or an array of objects is expected as " + field);
    }
    return node;
  }
}
