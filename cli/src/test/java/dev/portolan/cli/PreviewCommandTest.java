package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.v1.ClusterPreview;
import dev.portolan.v1.Finding;
import dev.portolan.v1.HostPreview;
import dev.portolan.v1.ObjectChange;
import dev.portolan.v1.ObjectPreview;
import dev.portolan.v1.PreviewResponse;
import dev.portolan.v1.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewCommandTest {
  private final CommandRig rig = new CommandRig();
  @TempDir private Path directory;

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void tellsWhatWouldBecomeOfEachHostAndOfEachCluster() throws IOException {
    answer(host("east-1", 7, 7).addObjects(object(ObjectChange.OBJECT_CHANGE_CHANGED)));
    answer(ClusterPreview.newBuilder().setCluster("east-1").setChanged(1).setObjects(10));

    assertThat(rig.run("preview", "-f", rules())).isZero();

    assertThat(rig.out())
        .isEqualTo(
            """
            east-1  bookinfo/reviews: ServiceEntry changed; 7 destinations as before
            east-1: 0 objects created, 1 changed, 0 deleted, of 10
            """);
    assertThat(rig.hub.admin().previews)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getChangesList()).hasSize(1);
              assertThat(request.getLostOrigin()).isEmpty();
              assertThat(request.getShow()).isFalse();
            });
  }

  @Test
  void showsHowObjectsDiffer() throws IOException {
    answer(
        host("east-1", 1, 2)
            .setGained(1)
            .addObjects(
                object(ObjectChange.OBJECT_CHANGE_CHANGED)
                    .setBefore("a: 1\nb: 1\n")
                    .setAfter("a: 1\nb: 2\n")));

    assertThat(rig.run("preview", "-f", rules(), "--show")).isZero();

    assertThat(rig.out())
        .contains("1 destinations, then 2 (+1 -0)")
        .contains("--- ServiceEntry/bookinfo/reviews-1")
        .contains("-b: 1\n+b: 2\n");
    assertThat(rig.hub.admin().previews.get(0).getShow()).isTrue();
  }

  @Test
  void warnsWhereAHostWouldHaveNowhereToGo() {
    answer(
        host("east-1", 3, 0)
            .setLost(3)
            .addObjects(object(ObjectChange.OBJECT_CHANGE_CHANGED))
            .addFindings(
                Finding.newBuilder()
                    .setCode("PTL0131")
                    .setReason("LastDestinationWithdrawn")
                    .setSeverity(Severity.SEVERITY_ERROR)
                    .setSubject("service/east-1/bookinfo/reviews")
                    .setMessage("Nothing is left.")));

    assertThat(rig.run("preview", "--origin-down", "west-1")).isEqualTo(1);

    assertThat(rig.out())
        .contains("PTL0131 LastDestinationWithdrawn")
        .contains("warning: bookinfo/reviews would have nowhere to go in east-1\n");
    assertThat(rig.hub.admin().previews.get(0).getLostOrigin()).isEqualTo("west-1");
  }

  @Test
  void warnsWhereTooMuchOfAClusterWouldChange() throws IOException {
    answer(
        ClusterPreview.newBuilder()
            .setCluster("east-1")
            .setChanged(2)
            .setDeleted(2)
            .setCreated(9)
            .setObjects(10));

    assertThat(rig.run("preview", "-f", rules())).isEqualTo(1);
    assertThat(rig.out()).contains("4 of the 10 objects in east-1 would change or go");
    assertThat(rig.run("preview", "-f", rules(), "--warn-above", "40")).isZero();
  }

  @Test
  void saysWhenNothingWouldChangeAndWhatIsAssumed() throws IOException {
    answer(ClusterPreview.newBuilder().setCluster("east-1").setSurroundingsAssumed(true));

    assertThat(rig.run("preview", "-f", rules())).isZero();

    assertThat(rig.out()).contains("no object would change").contains("the agents of east-1");
  }

  @Test
  void wantsSomethingToPreview() {
    assertThat(rig.run("preview")).isEqualTo(2);
    assertThat(rig.err()).contains("-f").contains("--origin-down");
    assertThat(rig.run("preview", "--origin-down", "a", "--warn-above", "101")).isEqualTo(2);
  }

  private String rules() throws IOException {
    return Files.writeString(
            directory.resolve("mesh.yaml"),
            """
            apiVersion: portolan.dev/v1
            kind: VirtualMesh
            metadata: {name: bookinfo}
            spec:
              members: [east-1]
              exports: {namespaces: [bookinfo]}
            """)
        .toString();
  }

  private void answer(HostPreview.Builder host) {
    rig.hub.admin().answers.add(PreviewResponse.newBuilder().setHost(host).build());
  }

  private void answer(ClusterPreview.Builder cluster) {
    rig.hub.admin().answers.add(PreviewResponse.newBuilder().setCluster(cluster).build());
  }

  private static HostPreview.Builder host(String cluster, int before, int after) {
    return HostPreview.newBuilder()
        .setCluster(cluster)
        .setNamespace("bookinfo")
        .setName("reviews")
        .setDestinationsBefore(before)
        .setDestinationsAfter(after);
  }

  private static ObjectPreview.Builder object(ObjectChange change) {
    return ObjectPreview.newBuilder()
        .setKind("ServiceEntry")
        .setNamespace("bookinfo")
        .setName("reviews-1")
        .setChange(change);
  }
}
