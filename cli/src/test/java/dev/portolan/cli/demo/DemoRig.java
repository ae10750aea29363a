package dev.portolan.cli.demo;

import dev.portolan.cli.shell.Patience;
import dev.portolan.cli.shell.Pause;
import dev.portolan.cli.shell.Shell;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A small example, fake programs, a clock that moves by pauses only, and what is printed. */
final class DemoRig {
  final Path example;
  final FakePrograms programs = new FakePrograms();
  final AtomicLong nanos = new AtomicLong();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final Shell shell =
      new Shell(
          new PrintWriter(out), new PrintWriter(err), false, 0, Map.of(), InstantSource.system());

  /** Runs at each pause, before time has passed. */
  Pause atPause = duration -> {};

  final Patience patience = new Patience(nanos::get, this::pause);

  DemoRig(Path directory) throws IOException {
    this.example = Files.createDirectories(directory.resolve("example"));
    for (String cluster : new String[] {"west-1", "east-2"}) {
      Path files = Files.createDirectory(example.resolve(cluster));
      Files.writeString(files.resolve("reviews.yaml"), "kind: Service\n---\nkind: Pod\n");
    }
    Files.writeString(example.resolve("mesh.yaml"), "kind: VirtualMesh\n");
    Files.writeString(example.resolve("failover.yaml"), "kind: FailoverPolicy\n");
    Files.writeString(example.resolve("other.yaml"), "kind: TrafficPolicy\n");
  }

  /** Opened and filled. */
  DemoDirectory prepared(Path directory) {
    DemoDirectory files = DemoDirectory.open(directory, example);
    files.prepare(
        List.of(example.resolve("mesh.yaml"), example.resolve("failover.yaml")), programs, shell);
    return files;
  }

  DemoProcesses processes(DemoDirectory files) {
    return new DemoProcesses(programs, files, patience);
  }

  Duration passed() {
    return Duration.ofNanos(nanos.get());
  }

  private void pause(Duration duration) throws InterruptedException {
    atPause.pause(duration);
    nanos.addAndGet(duration.toNanos());
  }
}
