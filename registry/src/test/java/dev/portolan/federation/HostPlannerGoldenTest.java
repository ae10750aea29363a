package dev.portolan.federation;

import dev.portolan.registry.OriginId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HostPlannerGoldenTest {
  private static final Path ROOT = Path.of("src/test/resources/federation");

  private final GoldenDirectory golden = new GoldenDirectory(ROOT);

  @TestFactory
  List<DynamicTest> plansAsWritten() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String name : golden.cases()) {
      GoldenCase view = ViewYaml.read(ROOT.resolve(name).resolve("in.yaml"));
      for (OriginId cluster : view.surroundings().keySet()) {
        tests.add(
            DynamicTest.dynamicTest(
                name + " in " + cluster,
                () ->
                    golden.verify(
                        name,
                        output(cluster),
                        DecisionYaml.write(view.plan(cluster), view.access(cluster)))));
      }
    }
    return tests;
  }

  @Test
  void everyFileIsUsed() throws IOException {
    Set<String> used = new TreeSet<>();
    for (String name : golden.cases()) {
      used.add(name + "/in.yaml");
      for (OriginId cluster :
          ViewYaml.read(ROOT.resolve(name).resolve("in.yaml")).surroundings().keySet()) {
        used.add(name + "/" + output(cluster));
      }
    }
    golden.verifyNothingElse(used);
  }

  private static String output(OriginId cluster) {
    return "out-" + cluster + ".yaml";
  }
}
