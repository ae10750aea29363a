package dev.portolan.agent.uplink;

import dev.portolan.agent.session.FakeHub;
import dev.portolan.agent.session.FakeReports;
import dev.portolan.agent.session.FakeTime;
import dev.portolan.v1.Batch;
import dev.portolan.v1.ReportRequest;
import dev.portolan.v1.ReportRequest.MessageCase;
import java.time.Duration;
import java.util.List;

/** An uplink against a fake hub in standing time. */
final class UplinkRig implements AutoCloseable {
  final FakeTime time = new FakeTime();
  final FakeHub hub;
  final FakeReports reports;
  final Uplink uplink;

  /** How the agent fares now. */
  AgentStatus status = AgentStatus.NOTHING;

  UplinkRig(FakeHub hub) {
    this.hub = hub;
    this.reports = hub.reports();
    this.uplink =
        new Uplink(
            new Reporter(LocalStates.ORIGIN, 7, "test"), hub.channel(), time.loop(), () -> status);
  }

  static UplinkRig connected() {
    UplinkRig rig = new UplinkRig(FakeHub.up());
    rig.uplink.start();
    return rig;
  }

  /** The agent fares otherwise, and says so. */
  void status(AgentStatus now) {
    status = now;
    uplink.statusChanged();
  }

  /** Long enough for the first retry. */
  void passFirstWait() {
    time.pass(Duration.ofMillis(100));
  }

  List<Batch> batches() {
    return reports.requests(MessageCase.BATCH).stream().map(ReportRequest::getBatch).toList();
  }

  List<MessageCase> said() {
    return reports.requests().stream().map(ReportRequest::getMessageCase).toList();
  }

  @Override
  public void close() {
    uplink.close();
    hub.close();
  }
}
