package dev.portolan.simulation;

import com.google.protobuf.Duration;
import dev.portolan.registry.OriginId;
import dev.portolan.simulation.network.SimulatedChannel;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.SimulatedThread;
import dev.portolan.v1.DeregisterRequest;
import dev.portolan.v1.DeregisterResponse;
import dev.portolan.v1.RegisterRequest;
import dev.portolan.v1.RegisterResponse;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationName;
import dev.portolan.v1.RegistrationServiceGrpc;
import dev.portolan.v1.RenewRequest;
import dev.portolan.v1.RenewResponse;
import dev.portolan.v1.Session;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A process that registers as the contract says: one call at a time, what has changed first, a
 * renewal when nothing has, everything again when the hub counts otherwise.
 */
final class Registrant {
  private static final int PATIENCE_SECONDS = 5;
  private static final int BACKOFF_MILLIS = 1_000;

  private final SimulatedChannel channel;
  private final SimulatedThread thread;
  private final String origin;
  private final Session session;
  private final Supplier<Map<RegistrationName, Registration>> wanted;
  // What the hub has said that it has.
  private final Map<RegistrationName, Registration> there = new LinkedHashMap<>();
  private long lastChange;
  private long requests;
  private long turn;
  private boolean calling;

  Registrant(
      SimulatedProcess process,
      SimulatedChannel channel,
      OriginId origin,
      Session session,
      Supplier<Map<RegistrationName, Registration>> wanted) {
    this.channel = channel;
    this.thread = process.thread();
    this.origin = origin.value();
    this.session = session;
    this.wanted = wanted;
  }

  /** Begins, or looks at once what is wanted now. */
  void look() {
    thread.execute(
        () -> {
          if (!calling) {
            step();
          }
        });
  }

  private void step() {
    turn++;
    Map<RegistrationName, Registration> due = wanted.get();
    List<RegistrationName> gone =
        there.keySet().stream().filter(name -> !due.containsKey(name)).toList();
    // Messages hash otherwise in every JVM; one seed is one history.
    Map<RegistrationName, Registration> changed = new LinkedHashMap<>(due);
    changed.entrySet().removeIf(each -> each.getValue().equals(there.get(each.getKey())));
    if (!gone.isEmpty()) {
      deregister(gone);
    } else if (!changed.isEmpty()) {
      register(changed);
    } else {
      renew();
    }
  }

  private void deregister(List<RegistrationName> gone) {
    call(
        RegistrationServiceGrpc.getDeregisterMethod(),
        DeregisterRequest.newBuilder()
            .setOrigin(origin)
            .setSession(session)
            .setRequestId(++requests)
            .addAllRegistrations(gone)
            .build(),
        (DeregisterResponse response) -> {
          gone.forEach(there::remove);
          lastChange = response.getLastChange();
          step();
        });
  }

  private void register(Map<RegistrationName, Registration> changed) {
    call(
        RegistrationServiceGrpc.getRegisterMethod(),
        RegisterRequest.newBuilder()
            .setOrigin(origin)
            .setSession(session)
            .setRequestId(++requests)
            .addAllRegistrations(changed.values())
            .build(),
        (RegisterResponse response) -> {
          there.putAll(changed);
          lastChange = response.getLastChange();
          rest(response.getRenewInterval());
        });
  }

  private void renew() {
    call(
        RegistrationServiceGrpc.getRenewMethod(),
        RenewRequest.newBuilder().setOrigin(origin).setSession(session).build(),
        (RenewResponse response) -> {
          if (response.getRegistrations() == there.size()
              && response.getLastChange() == lastChange) {
            rest(response.getRenewInterval());
          } else {
            there.clear();
            step();
          }
        });
  }

  private void rest(Duration interval) {
    waitFor(interval.getSeconds() * 1_000 + interval.getNanos() / 1_000_000);
  }

  private void waitFor(long millis) {
    long mine = turn;
    var unused =
        thread.schedule(
            () -> {
              if (turn == mine && !calling) {
                step();
              }
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  private <Q, A> void call(MethodDescriptor<Q, A> method, Q request, Consumer<A> then) {
    calling = true;
    long mine = turn;
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    ClientCalls.asyncUnaryCall(
        call,
        request,
        new StreamObserver<>() {
          @Override
          public void onNext(A response) {
            thread.execute(() -> ended(mine, () -> then.accept(response)));
          }

          @Override
          public void onError(Throwable failure) {
            thread.execute(() -> ended(mine, () -> waitFor(BACKOFF_MILLIS)));
          }

          @Override
          public void onCompleted() {}
        });
    var unused =
        thread.schedule(
            () -> {
              if (calling && turn == mine) {
                call.cancel("no answer", null);
              }
            },
            PATIENCE_SECONDS,
            TimeUnit.SECONDS);
  }

  private void ended(long which, Runnable then) {
    if (calling && turn == which) {
      calling = false;
      then.run();
    }
  }
}
