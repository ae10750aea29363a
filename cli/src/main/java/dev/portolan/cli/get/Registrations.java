package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.Durations;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.Age;
import dev.portolan.cli.shell.Pause;
import dev.portolan.v1.RegisteredPort;
import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is registered by RPC, and how it is renewed; NAME is that of the service. */
final class Registrations implements Resources<RegistrationSummary> {
  @Override
  public String singular() {
    return "registration";
  }

  @Override
  public String plural() {
    return "registrations";
  }

  @Override
  public List<String> columns(boolean wide) {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "ORIGIN",
                "NAMESPACE",
                "SERVICE",
                "ID",
                "ADDRESS",
                "READY",
                "SESSION",
                "STATE",
                "TTL",
                "LEFT"));
    if (wide) {
      columns.addAll(
          List.of("PORTS", "NETWORK", "REACHABLE-FROM", "LOCALITY", "LABELS", "CHANGED"));
    }
    return columns;
  }

  @Override
  public List<String> cells(RegistrationSummary item, boolean wide, Instant now) {
    Registration registration = item.getRegistration();
    List<String> cells =
        new ArrayList<>(
            List.of(
                registration.getOrigin(),
                registration.getNamespace(),
                registration.getService(),
                registration.getId(),
                registration.getAddress(),
                registration.getReady() ? "yes" : "no",
                registration.getSession().getName(),
                state(item),
                Long.toString(registration.getTtl().getSeconds()) + "s",
                item.hasLeft() ? length(item.getLeft()) : NONE));
    if (wide) {
      cells.add(Cells.joined(registration.getPortsList().stream().map(Registrations::port)));
      cells.add(Cells.orNone(registration.getNetwork()));
      cells.add(Cells.joined(registration.getReachableFromList().stream()));
      cells.add(Cells.orNone(Cells.locality(registration.getLocality())));
      cells.add(Cells.map(registration.getLabelsMap()));
      cells.add(
          Cells.age(
              registration.getProvenance().hasReportTime(),
              registration.getProvenance().getReportTime(),
              now));
    }
    return cells;
  }

  @Override
  public String path(RegistrationSummary item) {
    Registration registration = item.getRegistration();
    return String.join(
        "/",
        registration.getOrigin(),
        registration.getNamespace(),
        registration.getService(),
        registration.getId());
  }

  @Override
  public ObjectNode json(RegistrationSummary item) {
    return Json.of(item);
  }

  @Override
  public Object settled(RegistrationSummary item) {
    return item.toBuilder().clearSilence().clearLeft().build();
  }

  @Override
  public Listed<RegistrationSummary> list(Hub hub, Selection selection) {
    return hub.reader()
        .registrations(selection.filter(), selection.name())
        .only(
            item ->
                selection.slice().isEmpty()
                    || selection.slice().equals(item.getRegistration().getId()));
  }

  @Override
  public void follow(Hub hub, Selection selection, WatchSink<RegistrationSummary> sink, Pause pause)
      throws InterruptedException {
    Polling.follow(() -> list(hub, selection), sink, pause);
  }

  private static String state(RegistrationSummary item) {
    return switch (item.getState()) {
      case RENEWAL_STATE_LIVE -> "live";
      case RENEWAL_STATE_SILENT -> "silent " + length(item.getSilence());
      case RENEWAL_STATE_UNHEARD -> "unheard";
      case RENEWAL_STATE_HELD -> "held " + item.getHold();
      // It ended while the hub answered, or has a state of a newer hub.
      case RENEWAL_STATE_UNSPECIFIED, UNRECOGNIZED -> UNKNOWN;
    };
  }

  private static String length(com.google.protobuf.Duration time) {
    return Age.between(Instant.EPOCH, Instant.EPOCH.plusMillis(Durations.toMillis(time)));
  }

  /** {@code 8080/http}, or where it is served elsewhere {@code 8080:9090/http}. */
  private static String port(RegisteredPort port) {
    String number = Integer.toUnsignedString(port.getNumber());
    String target = Integer.toUnsignedString(port.getTarget());
    return (port.getTarget() == 0 || target.equals(number) ? number : number + ":" + target)
        + "/"
        + Cells.word(port.getProtocol(), "PROTOCOL_");
  }
}
