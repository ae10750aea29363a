package dev.portolan.agent.discovery.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portolan.agent.discovery.LocalState;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.ServiceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a real directory and a real watch; what must not happen is waited for by a marker that does.
 */
@Timeout(60)
class FileLocalServicesTest {
  private static final OriginId ORIGIN = new OriginId("east-1");

  @TempDir Path temporary;
  private Path directory;
  private FileLocalServices services;
  private final List<LocalState> states = new CopyOnWriteArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    directory = Files.createDirectory(temporary.resolve("cluster"));
    services =
        new FileLocalServices(
            ORIGIN,
            new FileSettings(
                directory,
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                Duration.ofMillis(150),
                Duration.ofMillis(300),
                10_000));
  }

  @AfterEach
  void close() {
    services.close();
  }

  private static String service(String name, int port) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: shop}
        spec: {selector: {app: a}, ports: [{name: http, port: %d}]}
        """
        .formatted(name, port);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  private void started() throws IOException {
    write("a.yaml", service("a", 80));
    write("b.yaml", service("b", 80));
    services.start(states::add);
    awaitServices("a:80", "b:80");
    assertThat(last().complete()).isTrue();
  }

  private LocalState last() {
    return states.get(states.size() - 1);
  }

  private List<String> offered() {
    return states.isEmpty()
        ? List.of()
        : last().records().origin(ORIGIN).services().stream()
            .map(Recorded::resource)
            .map(service -> service.key().name() + ":" + service.ports().get(0).number())
            .toList();
  }

  private void awaitServices(String... expected) {
    await().untilAsserted(() -> assertThat(offered()).containsExactly(expected));
  }

  private void awaitFinding(FindingCode code, String subject) {
    await()
        .untilAsserted(
            () ->
                assertThat(last().findings())
                    .anyMatch(f -> f.code() == code && f.subject().equals(subject)));
  }

  private List<FindingCode> codes() {
    return last().findings().stream().map(Finding::code).toList();
  }

  @Test
  void publishesAnEditSoonAndKeepsTheOtherRecords() throws IOException {
    started();
    Object before = last().records().find(new ServiceKey(ORIGIN, "shop", "b")).orElseThrow();

    long start = System.nanoTime();
    write("a.yaml", service("a", 81));
    await()
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(offered()).containsExactly("a:81", "b:80"));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(450));
    assertThat(last().records().find(new ServiceKey(ORIGIN, "shop", "b")).orElseThrow())
        .isSameAs(before);
  }

  @Test
  void keepsWhatAMalformedFileHeldUntilItHeals() throws IOException {
    started();

    write("a.yaml", "apiVersion: v1\nkind: Service\n  metadata: {}\n");
    write("b.yaml", service("b", 81));

    awaitFinding(FindingCode.INPUT_UNREADABLE, "a.yaml:3:11");
    awaitServices("a:80", "b:81");
    assertThat(last().complete()).isTrue();
    assertThat(last().findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).endsWith("it held before is kept"));

    write("a.yaml", service("a", 82));
    awaitServices("a:82", "b:81");
    assertThat(codes()).isEmpty();
  }

  @Test
  void keepsAServiceWhoseNewContentIsRefused() throws IOException {
    started();

    write("a.yaml", service("a", 0));

    awaitFinding(FindingCode.SERVICE_REFUSED, "a.yaml:1:1");
    assertThat(offered()).containsExactly("a:80", "b:80");
  }

  @Test
  void withdrawsWhatADeletedFileHeld() throws IOException {
    started();

    Files.delete(directory.resolve("a.yaml"));

    awaitServices("b:80");
    assertThat(last().complete()).isTrue();
    assertThat(codes()).isEmpty();
  }

  @Test
  void neverWithdrawsWhileAFileIsReplacedByDeleteAndCreate() throws IOException {
    started();

    Files.delete(directory.resolve("a.yaml"));
    write("a.yaml", service("a", 81));

    awaitServices("a:81", "b:80");
    assertThat(states).allMatch(state -> state.records().origin(ORIGIN).services().size() == 2);
  }

  @Test
  void movesObjectsWithTheirFile() throws IOException {
    started();

    Files.move(directory.resolve("a.yaml"), directory.resolve("z.yaml"));
    write("z.yaml", service("a", 81));

    awaitServices("a:81", "b:80");
    assertThat(states).allMatch(state -> state.records().origin(ORIGIN).services().size() == 2);
  }

  @Test
  void keepsEverythingWhenTheDirectoryIsEmptied() throws IOException {
    started();

    Files.delete(directory.resolve("a.yaml"));
    Files.delete(directory.resolve("b.yaml"));

    awaitFinding(FindingCode.INPUT_EMPTY, directory.toString());
    assertThat(offered()).containsExactly("a:80", "b:80");
    assertThat(last().complete()).isTrue();

    write("b.yaml", service("b", 81));
    awaitServices("a:80", "b:81");
    awaitServices("b:81");
    assertThat(codes()).isEmpty();
  }

  @Test
  void keepsEverythingWhenTheDirectoryVanishesAndHealsWhenItComesBack() throws IOException {
    started();

    Files.move(directory, temporary.resolve("elsewhere"));
    awaitFinding(FindingCode.INPUT_EMPTY, directory.toString());
    assertThat(offered()).containsExactly("a:80", "b:80");

    Files.move(temporary.resolve("elsewhere"), directory);
    await().untilAsserted(() -> assertThat(codes()).isEmpty());
    write("a.yaml", service("a", 81));
    awaitServices("a:81", "b:80");
    assertThat(states).allMatch(state -> state.records().origin(ORIGIN).services().size() == 2);
  }

  @Test
  void keepsWhatAFileHeldWhenItIsCutToNothing() throws IOException {
    started();

    write("a.yaml", "");

    awaitFinding(FindingCode.INPUT_EMPTY, "a.yaml");
    assertThat(offered()).containsExactly("a:80", "b:80");
    assertThat(last().complete()).isTrue();
  }

  @Test
  void isNotCompleteWhileAFileWasNeverUnderstood() throws IOException {
    write("a.yaml", "kind: [");
    write("b.yaml", service("b", 80));
    write(
        "mesh.yaml",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}}");
    services.start(states::add);
    awaitServices("b:80");
    assertThat(last().complete()).isFalse();
    assertThat(last().records().cluster(ORIGIN)).isEmpty();

    write("a.yaml", service("a", 80));

    awaitServices("a:80", "b:80");
    assertThat(last().complete()).isTrue();
    assertThat(last().records().cluster(ORIGIN)).isPresent();
  }

  @Test
  void isNotCompleteBeforeAMissingDirectoryIsThereAndQuiet() throws IOException {
    Files.delete(directory);
    services.start(states::add);
    awaitFinding(FindingCode.INPUT_EMPTY, directory.toString());
    assertThat(last().complete()).isFalse();

    Files.createDirectory(directory);
    write("a.yaml", service("a", 80));

    await().untilAsserted(() -> assertThat(last().complete()).isTrue());
    assertThat(offered()).containsExactly("a:80");
    assertThat(states.stream().filter(LocalState::complete))
        .allMatch(state -> !state.records().origin(ORIGIN).services().isEmpty());
  }

  @Test
  void takesTheFirstPathOfTwoThatHoldAnObject() throws IOException {
    started();

    write("c.yaml", service("a", 99));
    awaitFinding(FindingCode.OBJECT_DUPLICATE, "c.yaml:1:1");
    assertThat(offered()).containsExactly("a:80", "b:80");

    Files.delete(directory.resolve("a.yaml"));
    awaitServices("a:99", "b:80");
    assertThat(codes()).isEmpty();
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    started();

    write("a.yaml", service("a", 81) + "#".repeat(10_000));

    awaitFinding(FindingCode.INPUT_UNREADABLE, "a.yaml");
    assertThat(offered()).containsExactly("a:80", "b:80");
  }

  @Test
  void watchesDirectoriesThatAppearLater() throws IOException {
    started();

    Files.createDirectory(directory.resolve("more"));
    write("more/c.yml", service("c", 80));
    awaitServices("a:80", "b:80", "c:80");

    write("more/c.yml", service("c", 81));
    awaitServices("a:80", "b:80", "c:81");
  }
}
