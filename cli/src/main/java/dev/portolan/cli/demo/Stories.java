package dev.portolan.cli.demo;

import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.Patience;
import dev.portolan.cli.shell.Shell;
import dev.portolan.v1.ExplainHostRequest;
import dev.portolan.v1.ExplainHostResponse;
import java.net.URI;
import java.nio.file.Path;

/**
 * The demo's stories, once all is up. Each gives a file worth watching, and throws {@link
 * CommandException} when something does not happen in time or a process ends.
 */
record Stories(
    Shell shell, Hub hub, DemoDirectory files, DemoProcesses processes, Patience patience) {

  Path change() throws InterruptedException {
    DemoReport report = new DemoReport(shell, files, hub.address());
    report.converged(hub.reader().clusters("").items());
    shell.flush();
    ScaleToZero change = new ScaleToZero(files, patience);
    report.changed(change, change.run());
    return change.output();
  }

  Path failover() throws InterruptedException {
    FailoverStory told =
        new FailoverStory(
            shell,
            files,
            hub.address(),
            this::explain,
            new FailoverStory.Agents() {
              @Override
              public void stop(String cluster) {
                processes.stopAgent(cluster);
              }

              @Override
              public void start(String cluster) {
                processes.startAgent(cluster, hub.address());
              }
            },
            patience);
    told.tell(processes::check);
    return told.output();
  }

  Path consul(ConsulOptions.Choice choice, Path example) throws InterruptedException {
    ConsulStage stage = new ConsulStage(processes, files, patience);
    URI address = stage.consul(choice);
    try (ConsulInstance instance = new ConsulInstance(address)) {
      // Ctrl-C ends the JVM without unwinding: in a Consul of others nothing is to stay.
      Runtime.getRuntime().addShutdownHook(new Thread(instance::close, "demo-deregistration"));
      stage.source(address, instance, hub.address(), hub.reader());
      shell.say("Consul at %s, and a source that reads it".formatted(address));
      Narration narration =
          new Narration(
              shell,
              hub.address(),
              ConsulStory.NAMESPACE + "/" + ConsulStory.SERVICE,
              files.logs(),
              this::explain,
              patience);
      return new ConsulStory(
              files, example.resolve(ConsulStory.MANIFEST), instance, narration, patience)
          .tell(processes::check);
    }
  }

  private ExplainHostResponse explain(String host, String cluster) {
    return hub.reader()
        .explain(ExplainHostRequest.newBuilder().setHost(host).setCluster(cluster).build());
  }
}
