package dev.portolan.bench.cluster;

import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Hands lines on as they come. */
record Lines(Consumer<String> reader) implements Flow.Subscriber<String> {
  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    reader.accept(line);
  }

  @Override
  public void onError(Throwable failure) {
    // Whoever waits for a line that does not come says so.
  }

  @Override
  public void onComplete() {}
}
