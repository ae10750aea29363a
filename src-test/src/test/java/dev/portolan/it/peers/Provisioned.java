package dev.portolan.it.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Parts for tests that need no cluster. */
public final class Provisioned {
  private Provisioned() {}

  /** A Python with gRPC's C client; where there is none, the running test is skipped. */
  public static Path grpcPython() {
    return orSkip(Part.GRPC_PYTHON);
  }

  /** Consul; where it is not, the running test is skipped. */
  public static Path consul() {
    return orSkip(Part.CONSUL);
  }

  /** A Eureka server as a jar; where it is not, the running test is skipped. */
  public static Path eureka() {
    return orSkip(Part.EUREKA);
  }

  /** A library that sets the clock of the processes that load it; else the test is skipped. */
  public static Path faketime() {
    return orSkip(Part.FAKETIME);
  }

  private static Path orSkip(Part part) {
    Parts here = Parts.onThisMachine();
    Optional<String> missing = here.whyNot(List.of(part));
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    return here.path(part);
  }
}
