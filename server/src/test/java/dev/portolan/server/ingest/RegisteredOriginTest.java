package dev.portolan.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.Locality;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Protocol;
import dev.portolan.registry.RegisteredPort;
import dev.portolan.registry.Registration;
import dev.portolan.registry.RegistrationKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.ServicePort;
import dev.portolan.registry.Session;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.server.control.RegistrationEvent;
import dev.portolan.server.control.SampleRecords;
import dev.portolan.server.store.InMemoryStore;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who reports for an origin of which something is registered by RPC. */
@Timeout(60)
class RegisteredOriginTest {
  private static final OriginId VMS = new OriginId("vms");
  private static final Registration INSTANCE =
      new Registration(
          new RegistrationKey(new ServiceKey(VMS, "shop", "orders"), "a"),
          List.of(new RegisteredPort(new ServicePort("http", 80, Protocol.HTTP), 80)),
          new Endpoint(
              "10.0.0.1",
              Endpoint.Health.READY,
              Endpoint.MeshMode.NONE,
              Locality.UNKNOWN,
              "",
              Sorted.map(Map.of())),
          new Registration.Reach("", new SourceFacts(Sorted.set(List.of()))),
          Registration.DEFAULT_TTL,
          new Session("one", 1));

  private final ReportRig rig = new ReportRig(new InMemoryStore());

  @AfterEach
  void close() {
    rig.close();
  }

  private void register() {
    rig.loop().submit(new RegistrationEvent.Register(VMS, List.of(INSTANCE), 10)).join();
  }

  private static void assertRefused(StatusRuntimeException failure) {
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(StatusProto.fromThrowable(failure).getDetails(0).toString())
        .contains(ErrorInfo.getDescriptor().getFullName());
    assertThat(failure.getStatus().getDescription()).contains("vms", "registered by RPC");
  }

  @Test
  void anAgentUnderItsNameIsNotWelcomed() {
    register();
    TestAgent agent = rig.connect();

    agent.hello("vms", 7);

    assertRefused(agent.failure());
    assertThat(rig.loop().snapshot().origin(VMS).registrations()).hasSize(1);
  }

  @Test
  void anAgentThatWasWelcomedBeforeWritesNothing() {
    TestAgent agent = rig.welcomed("vms", 7);
    register();

    agent.batch(1, TestAgent.item(SampleRecords.service(VMS, "orders", 81)));

    assertRefused(agent.failure());
    assertThat(rig.loop().snapshot().origin(VMS).services()).hasSize(1);
    assertThat(rig.faults.causes()).isEmpty();
  }

  @Test
  void whenNothingIsRegisteredAnyMoreAnAgentMayHaveTheName() {
    register();
    rig.loop()
        .submit(new RegistrationEvent.Deregister(VMS, INSTANCE.session(), Set.of(INSTANCE.key())))
        .join();

    TestAgent unused = rig.reported("vms", 7, "reviews");

    assertThat(rig.loop().snapshot().progress(VMS).complete()).isTrue();
  }
}
