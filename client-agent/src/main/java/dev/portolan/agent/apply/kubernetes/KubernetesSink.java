package dev.portolan.agent.apply.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.MadeNamespace;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.apply.sink.Observation;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.agent.apply.sink.SinkException;
import dev.portolan.agent.apply.sink.SinkWatcher;
import dev.portolan.agent.apply.sink.WriteResult;
import dev.portolan.translate.Marks;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Writes to the API server. New objects are created by POST, which never overwrites; objects of
 * ours are replaced by forced server-side apply that demands the uid and the resource version that
 * were seen, and removed under the same condition (ADR 0016). So nothing that somebody else put
 * there, or took the label from, is touched, however late this agent hears of it. Thread-safe.
 */
public final class KubernetesSink implements ObjectSink {
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String APPLY_PATCH = "application/apply-patch+yaml";
  private static final String JSON = "application/json";
  private static final String MANAGER = "?fieldManager=" + Marks.MANAGED_BY_AGENT;

  private final ApiRequests api;
  private final OwnWrites own = new OwnWrites();
  private final ObjectWatch watch;
  private final LeaseName lease;

  /**
   * A sink over a client.
   *
   * @param client belongs to the caller; it must not repeat requests itself
   * @param lease on which a person releases holds
   */
  public KubernetesSink(KubernetesClient client, LeaseName lease) {
    this.api = new ApiRequests(client);
    this.watch = new ObjectWatch(client, own);
    this.lease = lease;
  }

  @Override
  public void watch(SinkWatcher watcher) {
    watch.start(watcher);
  }

  @Override
  public CompletionStage<Listing> list() {
    return new ObjectList(api).all();
  }

  @Override
  public CompletionStage<WriteResult> create(DesiredObject desired) {
    return desired.makesNamespace()
        ? post(desired).thenCompose(result -> withNamespace(desired, result))
        : post(desired);
  }

  private CompletionStage<WriteResult> withNamespace(DesiredObject desired, WriteResult result) {
    if (!(result instanceof WriteResult.Refused refused)
        || refused.refusal() != Refusal.NAMESPACE_MISSING) {
      return done(result);
    }
    return answered(
        api.send("POST", "/api/v1/namespaces" + MANAGER, JSON, MadeNamespace.of(desired)),
        answer ->
            answer.ok() || answer.reason().equals("AlreadyExists")
                ? post(desired)
                : result(answer));
  }

  private CompletionStage<WriteResult> post(DesiredObject desired) {
    ObjectRef ref = desired.ref();
    return answered(
        api.send("POST", Kinds.in(ref) + MANAGER, JSON, desired.tree()),
        answer -> answer.reason().equals("AlreadyExists") ? whatStands(ref) : result(answer));
  }

  @Override
  public CompletionStage<WriteResult> update(DesiredObject desired, ObservedObject standing) {
    return standing.handle().shared()
        ? claim(desired, standing)
        : apply(desired, standing.handle());
  }

  @Override
  public CompletionStage<WriteResult> delete(ObservedObject standing) {
    ObjectRef ref = standing.ref();
    ObjectNode options =
        JsonNodeFactory.instance.objectNode().put("kind", "DeleteOptions").put("apiVersion", "v1");
    options.set("preconditions", locked(standing.handle()));
    return answered(
        api.send("DELETE", Kinds.at(ref), JSON, options),
        answer -> {
          if (answer.ok() || answer.objectMissing(ref.name())) {
            return done(new WriteResult.Removed());
          }
          return answer.code() == 409 ? whatStands(ref) : result(answer);
        });
  }

  @Override
  public CompletionStage<Optional<String>> releasedHold() {
    return api.get(lease.path())
        .thenApply(
            answer -> {
              if (!answer.ok() && answer.code() != 404) {
                throw new SinkException("%s cannot be read: %s".formatted(lease, answer), null);
              }
              String hold =
                  answer
                      .body()
                      .path("metadata")
                      .path("annotations")
                      .path(Marks.RELEASED_HOLD)
                      .asText();
              return hold.isEmpty() ? Optional.empty() : Optional.of(hold);
            });
  }

  @Override
  public String releaseAdvice(String hold) {
    return "kubectl annotate --overwrite lease -n %s %s %s=%s"
        .formatted(lease.namespace(), lease.name(), Marks.RELEASED_HOLD, hold);
  }

  @Override
  public void close() {
    watch.close();
  }

  private CompletionStage<WriteResult> apply(DesiredObject desired, Handle seen) {
    ObjectRef ref = desired.ref();
    JsonNode object = desired.tree();
    ((ObjectNode) object.path("metadata")).setAll(locked(seen));
    return answered(
        api.send("PATCH", Kinds.at(ref) + MANAGER + "&force=true", APPLY_PATCH, object),
        answer -> answer.code() == 409 ? whatStands(ref) : result(answer));
  }

  /** Makes the whole spec ours before it is applied. */
  private CompletionStage<WriteResult> claim(DesiredObject desired, ObservedObject standing) {
    ObjectRef ref = desired.ref();
    return answered(
        api.get(Kinds.at(ref)),
        found -> {
          if (!found.ok()) {
            return found.objectMissing(ref.name())
                ? done(new WriteResult.Moved(Optional.empty()))
                : result(found);
          }
          ObservedObject now = Observation.of(found.body());
          if (!now.handle().equals(standing.handle())) {
            return done(new WriteResult.Moved(Optional.of(now)));
          }
          ObjectNode metadata = locked(now.handle());
          metadata.set(
              "managedFields",
              FieldOwnership.claim(
                  found.body().path("metadata").path("managedFields"),
                  found.body().path("apiVersion").asText()));
          JsonNode patch = JsonNodeFactory.instance.objectNode().set("metadata", metadata);
          return answered(
              api.send("PATCH", Kinds.at(ref) + MANAGER, MERGE_PATCH, patch),
              claimed -> {
                if (claimed.code() == 409) {
                  return whatStands(ref);
                }
                return claimed.ok()
                    ? apply(desired, Observation.of(claimed.body()).handle())
                    : result(claimed);
              });
        });
  }

  private CompletionStage<WriteResult> whatStands(ObjectRef ref) {
    return answered(
        api.get(Kinds.at(ref)),
        answer -> {
          if (answer.objectMissing(ref.name())) {
            return done(new WriteResult.Moved(Optional.empty()));
          }
          return answer.ok()
              ? done(new WriteResult.Moved(Optional.of(Observation.of(answer.body()))))
              : result(answer);
        });
  }

  private static CompletionStage<WriteResult> answered(
      CompletionStage<Answer> answer, Function<Answer, CompletionStage<WriteResult>> next) {
    return answer.thenCompose(next).exceptionally(Refusals::of);
  }

  private CompletionStage<WriteResult> result(Answer answer) {
    if (!answer.ok()) {
      return done(Refusals.of(answer));
    }
    ObservedObject now = Observation.of(answer.body());
    own.answered(now);
    return done(new WriteResult.Written(now));
  }

  private static CompletionStage<WriteResult> done(WriteResult result) {
    return CompletableFuture.completedStage(result);
  }

  private static ObjectNode locked(Handle handle) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("uid", handle.uid())
        .put("resourceVersion", handle.version());
  }
}
