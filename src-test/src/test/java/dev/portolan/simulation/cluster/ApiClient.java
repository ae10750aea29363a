package dev.portolan.simulation.cluster;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.Listing;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import dev.portolan.agent.apply.sink.SinkException;
import dev.portolan.agent.apply.sink.SinkWatcher;
import dev.portolan.agent.apply.sink.WriteResult;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.SimulatedThread;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process's way to the API server. A request that has left the process takes effect, whatever
 * becomes of the process.
 */
final class ApiClient implements ObjectSink {
  private final SimulatedApi api;
  private final SimulatedProcess agent;
  private final SimulatedThread answers;
  private final SimulatedThread events;
  private @Nullable SinkWatcher watcher;
  private boolean closed;

  ApiClient(SimulatedApi api, SimulatedProcess agent) {
    this.api = api;
    this.agent = agent;
    this.answers = agent.thread();
    this.events = agent.thread();
  }

  boolean isOf(SimulatedProcess process) {
    return agent == process;
  }

  boolean alive() {
    return agent.alive() && !closed;
  }

  void tell(BiConsumer<ApiClient, SinkWatcher> news) {
    SinkWatcher told = watcher;
    if (told != null) {
      // In order, and after a while.
      events.execute(() -> news.accept(this, told));
    }
  }

  @Override
  public void watch(SinkWatcher newWatcher) {
    watcher = newWatcher;
  }

  @Override
  public CompletionStage<Listing> list() {
    return ask(
        () -> {
          if (api.weather().unreadable()) {
            throw new SinkException("it cannot be read", null);
          }
          return api.list();
        });
  }

  @Override
  public CompletionStage<WriteResult> create(DesiredObject desired) {
    return write(desired.ref(), Optional.empty(), Optional.of(desired.object()));
  }

  @Override
  public CompletionStage<WriteResult> update(DesiredObject desired, ObservedObject seen) {
    return write(desired.ref(), Optional.of(seen.handle()), Optional.of(desired.object()));
  }

  @Override
  public CompletionStage<WriteResult> delete(ObservedObject seen) {
    return write(seen.ref(), Optional.of(seen.handle()), Optional.empty());
  }

  private CompletionStage<WriteResult> write(
      ObjectRef ref, Optional<Handle> seen, Optional<HasMetadata> after) {
    return ask(
        () -> {
          Weather weather = api.weather();
          if (weather.refusal().isPresent()) {
            return new WriteResult.Refused(
                weather.refusal().get(), "bad weather", weather.retryAfter());
          }
          Optional<ObservedObject> found = api.find(ref);
          if (!found.map(ObservedObject::handle).equals(seen)) {
            return found.isEmpty() && after.isEmpty()
                ? new WriteResult.Removed()
                : new WriteResult.Moved(found);
          }
          Optional<ObservedObject> now = api.write(this, ref, after);
          if (weather.forgetful()) {
            return new WriteResult.Refused(Refusal.UNREACHABLE, "no answer came", Optional.empty());
          }
          return now.<WriteResult>map(WriteResult.Written::new).orElseGet(WriteResult.Removed::new);
        });
  }

  private <T> CompletionStage<T> ask(Supplier<T> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!closed) {
      api.time().after(api.time().upTo(api.weather().slowest()), () -> served(request, answer));
    }
    return answer;
  }

  private <T> void served(Supplier<T> request, CompletableFuture<T> answer) {
    Runnable said;
    try {
      T result = request.get();
      said = () -> answer.complete(result);
    } catch (SinkException e) {
      said = () -> answer.completeExceptionally(e);
    }
    Runnable arrival = said;
    api.time()
        .after(
            api.time().upTo(api.weather().slowest()),
            () -> agent.run(() -> answers.execute(arrival)));
  }

  @Override
  public CompletionStage<Optional<String>> releasedHold() {
    return ask(api::released);
  }

  @Override
  public String releaseAdvice(String hold) {
    api.advised(hold);
    return "somebody releases " + hold;
  }

  @Override
  public void close() {
    closed = true;
  }
}
