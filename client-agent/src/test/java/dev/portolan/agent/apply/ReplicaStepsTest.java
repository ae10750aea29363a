package dev.portolan.agent.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.apply.sink.Custody;
import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.Handle;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.Refusal;
import io.fabric8.istio.api.networking.v1.ServiceEntryBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A Service that stands for another cluster's, and what is behind it. */
class ReplicaStepsTest {
  private static final ObjectRef ENTRY =
      new ObjectRef("shop", "ServiceEntry", "portolan-cart-0123abcd");
  private static final ObjectRef SERVICE = new ObjectRef("shop", "Service", "cart");

  private final ApplyRig rig = new ApplyRig();

  @Test
  void theServiceComesWhenSomethingIsBehindIt() {
    rig.sink.refuse(ENTRY, Refusal.DENIED);
    rig.start(replica("1"));
    assertThat(rig.sink.refs()).isEmpty();

    rig.sink.heal();
    rig.time.pass(Duration.ofMinutes(5));
    assertThat(rig.sink.drainLog()).endsWith("create " + ENTRY, "create " + SERVICE);
  }

  @Test
  void theServiceGoesBeforeWhatIsBehindIt() {
    rig.start(replica("1"));
    rig.sink.drainLog();
    rig.sink.refuse(SERVICE, Refusal.DENIED);

    rig.want(Samples.desired("cart"));
    assertThat(rig.sink.refs()).containsExactlyInAnyOrder(ENTRY, SERVICE);

    rig.sink.heal();
    rig.time.pass(Duration.ofMinutes(5));
    assertThat(rig.sink.drainLog()).endsWith("delete " + SERVICE, "delete " + ENTRY);
  }

  @Test
  void aServiceThatSomebodyTookOverIsLeftWhenTheReplicaGoes() {
    rig.start(replica("1"));
    rig.sink.edit(
        new ObservedObject(SERVICE, Custody.FOREIGN, "", "", Set.of(), Set.of(), Handle.NONE));
    rig.sink.drainLog();

    rig.want(replica("2"));
    rig.want(Samples.desired("cart"));

    assertThat(rig.sink.drainLog()).containsExactly("update " + ENTRY, "delete " + ENTRY);
    assertThat(rig.sink.refs()).containsExactly(SERVICE);
  }

  private static DesiredHost replica(String spec) {
    return Samples.desired(
        "cart",
        object(
            new ServiceEntryBuilder()
                .withNewMetadata()
                .withNamespace(ENTRY.namespace())
                .withName(ENTRY.name())
                .endMetadata()
                .build(),
            spec),
        object(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(SERVICE.namespace())
                .withName(SERVICE.name())
                .endMetadata()
                .build(),
            "stub"));
  }

  private static DesiredObject object(HasMetadata object, String spec) {
    return new DesiredObject(object, spec, "", Set.of(), Set.of());
  }
}
