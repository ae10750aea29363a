package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.federation.GoldenCase;
import dev.portolan.federation.GoldenDirectory;
import dev.portolan.federation.HostAccess;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.ViewYaml;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Revision;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The planner's cases, carried on to the objects; hosts that are omitted have none. */
class IstioTranslatorGoldenTest {
  private static final Path CASES = Path.of("../registry/src/test/resources/federation");
  private static final Revision REVISION = new Revision("00000000000000aa", 7);

  private final GoldenDirectory golden = new GoldenDirectory(Path.of("src/test/resources/golden"));

  private record Output(
      String name, String file, Optional<HostPlan> plan, Optional<HostAccess> access) {}

  @TestFactory
  List<DynamicTest> translatesAsWritten() throws IOException {
    return outputs().stream()
        .map(
            output ->
                DynamicTest.dynamicTest(
                    output.name() + "/" + output.file(),
                    () -> golden.verify(output.name(), output.file(), text(output))))
        .toList();
  }

  @TestFactory
  List<DynamicTest> obeysIstiosRules() throws IOException {
    return outputs().stream()
        .map(
            output ->
                DynamicTest.dynamicTest(
                    output.name() + "/" + output.file(),
                    () -> assertThat(problems(output)).isEmpty()))
        .toList();
  }

  @Test
  void everyFileIsUsed() throws IOException {
    Set<String> used = new TreeSet<>();
    outputs().forEach(output -> used.add(output.name() + "/" + output.file()));
    golden.verifyNothingElse(used);
  }

  private static List<Output> outputs() throws IOException {
    List<Output> outputs = new ArrayList<>();
    for (String name : new GoldenDirectory(CASES).cases()) {
      GoldenCase view = ViewYaml.read(CASES.resolve(name).resolve("in.yaml"));
      for (OriginId cluster : view.surroundings().keySet()) {
        Output output =
            new Output(
                name,
                "out-" + cluster + ".yaml",
                view.plan(cluster) instanceof HostPlan plan ? Optional.of(plan) : Optional.empty(),
                view.access(cluster).access());
        if (output.plan().isPresent() || output.access().isPresent()) {
          outputs.add(output);
        }
      }
    }
    return outputs;
  }

  private static List<String> problems(Output output) {
    List<String> problems = new ArrayList<>();
    output
        .plan()
        .ifPresent(
            plan -> problems.addAll(IstioRules.check(IstioTranslator.translate(plan, REVISION))));
    output
        .access()
        .ifPresent(
            access -> problems.addAll(IstioRules.check(AccessObjects.translate(access, REVISION))));
    return problems;
  }

  private static String text(Output output) {
    StringBuilder text = new StringBuilder();
    List<HasMetadata> objects = new ArrayList<>();
    output
        .plan()
        .ifPresent(plan -> objects.addAll(IstioTranslator.translate(plan, REVISION).all()));
    output.access().ifPresent(access -> objects.add(AccessObjects.translate(access, REVISION)));
    for (HasMetadata object : objects) {
      text.append("---\n").append(new String(CanonicalYaml.write(object), StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
