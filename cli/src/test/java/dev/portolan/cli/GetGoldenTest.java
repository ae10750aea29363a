package dev.portolan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.cli.hub.SampleRegistry;
import dev.portolan.federation.GoldenDirectory;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What each kind looks like in each format, to the byte. */
class GetGoldenTest {
  private static final String[] KINDS = {
    "services", "endpoints", "registrations", "clusters", "findings", "status"
  };
  private static final String[] FORMATS = {"table", "wide", "json", "yaml", "name"};

  private final GoldenDirectory golden = new GoldenDirectory(Path.of("src/test/resources/golden"));

  @TestFactory
  Stream<DynamicTest> looksAsWritten() {
    return Stream.of(KINDS)
        .flatMap(
            kind ->
                Stream.of(FORMATS)
                    .map(
                        format ->
                            DynamicTest.dynamicTest(
                                kind + " -o " + format, () -> verify(kind, format))));
  }

  private void verify(String kind, String format) throws Exception {
    try (CommandRig rig = new CommandRig()) {
      SampleRegistry.fill(rig.hub.registry());
      int exit =
          kind.equals("status")
              ? rig.run("status", "-o", format)
              : rig.run("get", kind, "-o", format);
      assertThat(exit).as(rig.err()).isZero();
      golden.verify(kind, format + ".txt", rig.out());
    }
  }

  @Test
  void everyFileIsUsed() throws Exception {
    Set<String> used = new TreeSet<>();
    for (String kind : KINDS) {
      for (String format : FORMATS) {
        used.add(kind + "/" + format + ".txt");
      }
    }
    golden.verifyNothingElse(used);
  }
}
