package dev.portolan.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.cli.shell.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an agent has written, read from its files as anybody could.
 *
 * @param hosts ServiceEntries
 * @param endpointsByOrigin how many endpoints carry each origin's label
 */
record WrittenHosts(int hosts, Map<String, Integer> endpointsByOrigin) {
  private static final String CLUSTER_LABEL = "portolan.dev/cluster";
  private static final YAMLMapper YAML = new YAMLMapper();

  static WrittenHosts read(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> entries = files.filter(file -> isServiceEntry(file.toString())).toList();
      Map<String, Integer> endpoints = new TreeMap<>();
      for (Path file : entries) {
        for (JsonNode endpoint : YAML.readTree(file.toFile()).path("spec").path("endpoints")) {
          endpoints.merge(endpoint.path("labels").path(CLUSTER_LABEL).asText("?"), 1, Integer::sum);
        }
      }
      return new WrittenHosts(entries.size(), endpoints);
    } catch (IOException e) {
      throw new CommandException(ExitCode.FAILED, "cannot read " + IoReason.of(e), e);
    }
  }

  /** {@code east-1 4, west-1 2}. */
  String endpoints() {
    return endpointsByOrigin.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static boolean isServiceEntry(String file) {
    return file.contains(".serviceentry.") && file.endsWith(".yaml");
  }
}
