package dev.portolan.agent.apply.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.Observation;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.SinkException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One list of all objects of the kinds that are written, in pages, from a quorum of the store: not
 * from a cache that may be behind. A kind that the cluster does not serve has no objects.
 */
final class ObjectList {
  // A page is a tree while it is read, many times as large as what is kept of it.
  static final long PAGE = 100;

  private final ApiRequests api;
  private final List<ObservedObject> objects = new ArrayList<>();
  private String version = "";

  ObjectList(ApiRequests api) {
    this.api = api;
  }

  CompletionStage<Listing> all() {
    CompletionStage<Void> done = CompletableFuture.completedStage(null);
    for (String kind : ObjectRef.KINDS) {
      done = done.thenCompose(before -> pages(kind, ""));
    }
    return done.thenApply(end -> new Listing(objects, version));
  }

  private CompletionStage<Void> pages(String kind, String next) {
    String query =
        "?limit="
            + PAGE
            + Kinds.selector(kind)
            + (next.isEmpty()
                ? ""
                : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    return api.get(Kinds.all(kind) + query)
        .handle(
            (answer, failure) -> {
              if (answer == null) {
                throw new SinkException(
                    "objects of kind %s cannot be listed: %s"
                        .formatted(kind, Refusals.of(failure).reason()),
                    failure);
              }
              return answer;
            })
        .thenCompose(
            answer -> {
              if (answer.code() == 404 || (answer.code() == 403 && Kinds.mayBeHidden(kind))) {
                return CompletableFuture.completedStage(null);
              }
              if (!answer.ok()) {
                throw new SinkException(
                    "objects of kind %s cannot be listed: %s".formatted(kind, answer.message()),
                    null);
              }
              take(kind, answer.body());
              String more = answer.body().path("metadata").path("continue").asText();
              return more.isEmpty() ? CompletableFuture.completedStage(null) : pages(kind, more);
            });
  }

  private void take(String kind, JsonNode page) {
    if (version.isEmpty()) {
      // That of the first kind: the list is complete at it, whatever came later.
      version = page.path("metadata").path("resourceVersion").asText();
    }
    for (JsonNode item : page.path("items")) {
      ((ObjectNode) item).put("kind", kind);
      objects.add(Observation.of(item));
    }
  }
}
