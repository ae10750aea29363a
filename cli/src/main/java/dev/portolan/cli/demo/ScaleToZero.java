package dev.portolan.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One change, from file to file: a service loses all its pods in one cluster, and a cluster on
 * another network stops sending traffic there.
 */
final class ScaleToZero {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final String CLUSTER = "east-2";
  private static final String OBSERVER = "west-1";
  private static final String SERVICE = "reviews";
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path input;
  private final Path output;

  ScaleToZero(DemoDirectory files) {
    this.input = files.input(CLUSTER).resolve(SERVICE + ".yaml");
    this.output = serviceEntry(files.output(OBSERVER));
  }

  /**
   * What the change did to the observer's ServiceEntry.
   *
   * @param took from the moment the changed input was in place until the changed output was
   */
  record Effect(List<String> before, List<String> after, Duration took) {}

  /** The file that is changed. */
  Path input() {
    return input;
  }

  /** The file that follows. */
  Path output() {
    return output;
  }

  String sentence() {
    return "%s in %s scaled to zero; its ServiceEntry in %s".formatted(SERVICE, CLUSTER, OBSERVER);
  }

  /** Makes the change; empty when nothing followed within {@link #TIMEOUT}. */
  Optional<Effect> run() throws InterruptedException {
    try {
      String before = Files.readString(output);
      Path changed = input.resolveSibling("." + input.getFileName() + ".new");
      Files.write(changed, withoutPods());
      Files.move(changed, input, StandardCopyOption.ATOMIC_MOVE);
      long start = System.nanoTime();
      while (System.nanoTime() - start < TIMEOUT.toNanos()) {
        String now = content(before);
        if (!now.equals(before)) {
          Duration took = Duration.ofNanos(System.nanoTime() - start);
          return Optional.of(new Effect(before.lines().toList(), now.lines().toList(), took));
        }
        TimeUnit.MICROSECONDS.sleep(500);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot make the change: " + e, e);
    }
  }

  private String content(String before) throws IOException {
    try {
      return Files.readString(output);
    } catch (NoSuchFileException e) {
      return before;
    }
  }

  /** The input without Pods, its EndpointSlices without endpoints: as Kubernetes shows it. */
  private byte[] withoutPods() throws IOException {
    List<JsonNode> documents =
        YAML.readerFor(JsonNode.class).<JsonNode>readValues(input.toFile()).readAll();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (SequenceWriter writer = YAML.writer().writeValues(bytes)) {
      for (JsonNode document : documents) {
        String kind = document.path("kind").asText();
        if (kind.equals("EndpointSlice") && document instanceof ObjectNode slice) {
          slice.putArray("endpoints");
        }
        if (!kind.equals("Pod")) {
          writer.write(document);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static Path serviceEntry(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().contains(".portolan-" + SERVICE + "-"))
          .filter(file -> file.getFileName().toString().contains(".serviceentry."))
          .findAny()
          .orElseThrow(
              () ->
                  new CommandException(
                      ExitCode.FAILED,
                      "no ServiceEntry of %s in %s".formatted(SERVICE, directory)));
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot read %s: %s".formatted(directory, e), e);
    }
  }
}
