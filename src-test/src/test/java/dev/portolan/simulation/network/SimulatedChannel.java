package dev.portolan.simulation.network;

import dev.portolan.simulation.time.SimulatedProcess;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A channel as gRPC's own: connects when there is a call, fails calls while it cannot. */
public final class SimulatedChannel extends ManagedChannel {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

  private final Route route;
  private final SimulatedProcess agent;
  private final List<SimulatedCall<?, ?>> waiting = new ArrayList<>();
  private final List<Runnable> watchers = new ArrayList<>();
  private ConnectivityState state = ConnectivityState.IDLE;
  private @Nullable Connection connection;
  private boolean shut;

  SimulatedChannel(Route route, SimulatedProcess agent) {
    this.route = route;
    this.agent = agent;
  }

  SimulatedProcess agent() {
    return agent;
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return new SimulatedCall<>(this, method);
  }

  /** A call that begins: at once, once there is a connection, or not at all. */
  void begin(SimulatedCall<?, ?> call) {
    if (shut) {
      call.brokenForAgent("the channel is shut");
    } else if (connection != null && connection.usable()) {
      call.connected(connection);
    } else {
      waiting.add(call);
      connect();
    }
  }

  private void connect() {
    if (state == ConnectivityState.CONNECTING) {
      return;
    }
    become(ConnectivityState.CONNECTING);
    if (route.isBlocked()) {
      route.time().after(CONNECT_TIMEOUT, () -> agent.run(this::tried));
    } else {
      route.time().after(route.latency(0).multipliedBy(2), () -> agent.run(this::tried));
    }
  }

  private void tried() {
    connection = shut || route.isBlocked() ? null : route.connect(agent).orElse(null);
    List<SimulatedCall<?, ?>> calls = List.copyOf(waiting);
    waiting.clear();
    Connection made = connection;
    if (made == null) {
      become(ConnectivityState.TRANSIENT_FAILURE);
      route.whenBetter(() -> route.time().after(route.latency(0), () -> agent.run(this::retry)));
      calls.forEach(call -> call.brokenForAgent("cannot connect"));
    } else {
      become(ConnectivityState.READY);
      calls.forEach(call -> call.connected(made));
    }
  }

  private void retry() {
    if (!shut && state == ConnectivityState.TRANSIENT_FAILURE) {
      connect();
    }
  }

  private void become(ConnectivityState next) {
    if (state != next) {
      state = next;
      List<Runnable> told = List.copyOf(watchers);
      watchers.clear();
      told.forEach(Runnable::run);
    }
  }

  @Override
  public ConnectivityState getState(boolean requestConnection) {
    if (shut) {
      return ConnectivityState.SHUTDOWN;
    }
    if (state == ConnectivityState.READY && (connection == null || !connection.usable())) {
      become(ConnectivityState.IDLE);
    }
    if (requestConnection && state == ConnectivityState.IDLE) {
      connect();
    }
    return state;
  }

  @Override
  public void notifyWhenStateChanged(ConnectivityState source, Runnable callback) {
    if (state == source) {
      watchers.add(callback);
    } else {
      agent.run(callback);
    }
  }

  @Override
  public void resetConnectBackoff() {
    retry();
  }

  @Override
  public String authority() {
    return "hub";
  }

  @Override
  public ManagedChannel shutdown() {
    shut = true;
    return this;
  }

  @Override
  public ManagedChannel shutdownNow() {
    shut = true;
    if (connection != null) {
      connection.agentGone();
    }
    return this;
  }

  @Override
  public boolean isShutdown() {
    return shut;
  }

  @Override
  public boolean isTerminated() {
    return shut;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return shut;
  }
}
