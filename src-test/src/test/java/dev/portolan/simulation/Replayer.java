package dev.portolan.simulation;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.registry.OriginId;
import dev.portolan.simulation.network.Network;
import dev.portolan.simulation.network.Tap;
import dev.portolan.simulation.time.SimulatedProcess;
import dev.portolan.simulation.time.VirtualTime;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportResponse;
import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something between agents and hub that says again what agents have said, word by word. */
final class Replayer implements Tap {
  private static final int MOST = 200;

  private final VirtualTime time;
  private final Network network;
  private final Map<Object, List<ReportRequest>> streams = new HashMap<>();
  private final Map<OriginId, List<ReportRequest>> last = new HashMap<>();
  private @Nullable SimulatedProcess process;

  Replayer(VirtualTime time, Network network) {
    this.time = time;
    this.network = network;
  }

  @Override
  public void heard(Object call, String method, byte[] request) {
    if (!method.equals("Report")) {
      return;
    }
    try {
      ReportRequest said = ReportRequest.parseFrom(request);
      List<ReportRequest> stream = streams.computeIfAbsent(call, first -> new ArrayList<>());
      if (said.hasHello()) {
        last.put(new OriginId(said.getHello().getOrigin()), stream);
      }
      if (stream.size() < MOST) {
        stream.add(said);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an agent said what cannot be read", e);
    }
  }

  /** The last stream of an origin once more; of how many messages it is. */
  int replay(OriginId origin) {
    List<ReportRequest> stream = List.copyOf(last.getOrDefault(origin, List.of()));
    if (!stream.isEmpty()) {
      stop();
      SimulatedProcess started = new SimulatedProcess(time, "replayer");
      process = started;
      StreamObserver<ReportRequest> hub =
          ReportServiceGrpc.newStub(network.route().channel(started)).report(new Deaf());
      stream.forEach(hub::onNext);
    }
    return stream.size();
  }

  /** It is gone. */
  void stop() {
    SimulatedProcess running = process;
    if (running != null) {
      process = null;
      running.kill();
      network.gone(running);
    }
  }

  /** Does not care for answers. */
  private static final class Deaf implements StreamObserver<ReportResponse> {
    @Override
    public void onNext(ReportResponse response) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
