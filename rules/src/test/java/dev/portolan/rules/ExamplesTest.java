package dev.portolan.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users are shown can be applied as it stands. */
class ExamplesTest {
  private static final Set<ResourceKey.Kind> KINDS =
      Set.of(
          ResourceKey.Kind.VIRTUAL_MESH,
          ResourceKey.Kind.FAILOVER_POLICY,
          ResourceKey.Kind.TRAFFIC_POLICY,
          ResourceKey.Kind.ACCESS_POLICY);
  private static final Pattern BLOCK =
      Pattern.compile("```yaml\n(apiVersion: portolan.dev/v1.*?)```", Pattern.DOTALL);

  @Test
  void examplesAreReadWithoutProblem() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(Path.of("../examples/rules"))) {
      for (Path file : all.toList()) {
        files.put(file.getFileName(), Files.readString(file));
      }
    }

    assertThat(kinds(files)).isEqualTo(KINDS);
  }

  @Test
  void documentsInTheGuideAreReadWithoutProblem() throws IOException {
    Map<Path, String> files = new TreeMap<>();
    for (String page :
        List.of("virtual-mesh", "failover-policy", "traffic-policy", "access-policy")) {
      Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs/" + page + ".md")));
      while (block.find()) {
        files.put(Path.of(page + files.size() + ".yaml"), block.group(1));
      }
    }

    assertThat(kinds(files)).isEqualTo(KINDS);
  }

  private static Set<ResourceKey.Kind> kinds(Map<Path, String> files) {
    RuleFiles.Content content =
        RuleFiles.some(Path.of("examples")).parse(new TreeMap<>(files), new ArrayList<>());
    assertThat(content.problems()).isEmpty();
    return content.rules().stream().map(rule -> rule.key().kind()).collect(Collectors.toSet());
  }
}
