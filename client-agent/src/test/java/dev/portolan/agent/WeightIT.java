package dev.portolan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What an agent brings to a cluster: its jar and the jars on that jar's class path (docs/adr/0019).
 */
class WeightIT {
  private static final Path JAR = Path.of("target", "portolan-client-agent.jar");
  private static final long MOST_BYTES = 40_000_000;

  @Test
  void theAgentWeighsLessThan40Megabytes() throws IOException {
    Map<String, Long> jars = new LinkedHashMap<>();
    for (String jar : classPath()) {
      jars.put(jar, Files.size(JAR.resolveSibling(jar)));
    }
    jars.put(JAR.getFileName().toString(), Files.size(JAR));

    assertThat(jars.values().stream().mapToLong(Long::longValue).sum())
        .as("bytes of %d jars, the largest being%n%s", jars.size(), largest(jars))
        .isLessThan(MOST_BYTES);
  }

  private static String[] classPath() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH).split(" ");
    }
  }

  private static String largest(Map<String, Long> jars) {
    return jars.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(10)
        .map(jar -> "%,12d %s".formatted(jar.getValue(), jar.getKey()))
        .collect(Collectors.joining("\n"));
  }
}
