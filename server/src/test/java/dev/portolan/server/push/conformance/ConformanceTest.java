package dev.portolan.server.push.conformance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every rule, on every face that it applies to, against the engine. */
@Timeout(120)
class ConformanceTest {
  private static final int PATIENCE_MILLIS = 10_000;

  @TestFactory
  Stream<DynamicTest> theEngineFollowsEveryRule() {
    return Catalogue.cases().stream()
        .flatMap(
            each ->
                Arrays.stream(Face.values())
                    .filter(each::appliesTo)
                    .map(
                        face ->
                            dynamicTest(
                                each.title(face),
                                () ->
                                    each.play(face, EngineSubject.inProcess(), PATIENCE_MILLIS))));
  }
}
