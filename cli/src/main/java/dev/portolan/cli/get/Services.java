package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.Pause;
import dev.portolan.v1.ClientName;
import dev.portolan.v1.LocalityCapacity;
import dev.portolan.v1.Service;
import dev.portolan.v1.ServicePort;
import dev.portolan.v1.ServiceSummary;
import dev.portolan.v1.WatchServicesRequest;
import dev.portolan.v1.WatchServicesResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Services of all origins. */
final class Services implements Resources<ServiceSummary> {
  @Override
  public String singular() {
    return "service";
  }

  @Override
  public String plural() {
    return "services";
  }

  @Override
  public List<String> columns(boolean wide) {
    List<String> columns =
        new ArrayList<>(List.of("ORIGIN", "NAMESPACE", "NAME", "PORTS", "READY", "HOST", "AGE"));
    if (wide) {
      columns.addAll(
          List.of(
              "KIND", "MODE", "MESHED", "LOCALITIES", "IDENTITIES", "LABELS", "ASKS", "CHANGED"));
    }
    return columns;
  }

  @Override
  public List<String> cells(ServiceSummary item, boolean wide, Instant now) {
    Service service = item.getService();
    List<LocalityCapacity> capacity = item.getCapacity().getLocalitiesList();
    int meshed = capacity.stream().mapToInt(LocalityCapacity::getMeshed).sum();
    int ready = meshed + capacity.stream().mapToInt(LocalityCapacity::getUnmeshed).sum();
    List<String> cells =
        new ArrayList<>(
            List.of(
                service.getOrigin(),
                service.getNamespace(),
                service.getName(),
                Cells.joined(service.getPortsList().stream().map(Services::port)),
                ready + "/" + item.getEndpoints(),
                host(item, wide),
                Cells.age(service.hasCreateTime(), service.getCreateTime(), now)));
    if (wide) {
      cells.add(Cells.word(service.getKind(), "SERVICE_KIND_"));
      cells.add(item.getHost().isEmpty() ? NONE : Cells.word(item.getMode(), "HOST_MODE_"));
      cells.add(meshed + "/" + ready);
      cells.add(Cells.joined(capacity.stream().map(Services::locality)));
      cells.add(Cells.joined(service.getIdentitiesList().stream()));
      cells.add(Cells.map(service.getLabelsMap()));
      cells.add(Cells.ways(service.getExportRequests().getMadeList()));
      cells.add(
          Cells.age(
              service.getProvenance().hasReportTime(),
              service.getProvenance().getReportTime(),
              now));
    }
    return cells;
  }

  @Override
  public String path(ServiceSummary item) {
    Service service = item.getService();
    return service.getOrigin() + "/" + service.getNamespace() + "/" + service.getName();
  }

  @Override
  public ObjectNode json(ServiceSummary item) {
    ObjectNode node = Json.of(item);
    if (item.getNamesCount() == 0) {
      node.remove("names"); // lists do not have them, which does not mean that there are none
    }
    return node;
  }

  @Override
  public Listed<ServiceSummary> list(Hub hub, Selection selection) {
    if (selection.exact() && selection.host().isEmpty()) {
      return hub.reader().service(selection.origin(), selection.namespace(), selection.name());
    }
    return hub.reader().services(selection.filter()).only(item -> matches(item, selection));
  }

  @Override
  public void follow(Hub hub, Selection selection, WatchSink<ServiceSummary> sink, Pause pause) {
    WatchServicesRequest request =
        WatchServicesRequest.newBuilder()
            .setOrigin(selection.origin())
            .setNamespace(selection.namespace())
            .setHost(selection.host())
            .build();
    sink.restarted();
    Iterator<WatchServicesResponse> events = hub.stream().watchServices(request);
    while (events.hasNext()) {
      WatchServicesResponse event = events.next();
      boolean wanted = matches(event.getService(), selection);
      switch (event.getEvent()) {
        case WATCH_EVENT_UPSERTED -> {
          if (wanted) {
            sink.upserted(event.getService(), event.getRevision());
          }
        }
        case WATCH_EVENT_REMOVED -> {
          if (wanted) {
            sink.removed(event.getService(), event.getRevision());
          }
        }
        case WATCH_EVENT_BOOKMARK -> sink.bookmark(event.getRevision());
        case WATCH_EVENT_UNSPECIFIED, UNRECOGNIZED -> {
          // An event of a newer hub; the next list will tell.
        }
      }
    }
  }

  private static boolean matches(ServiceSummary item, Selection selection) {
    return selection.name().isEmpty() || selection.name().equals(item.getService().getName());
  }

  /**
   * The name by the service's mode; of a service that was asked for by its full name, those that
   * clients really use, and in which clusters if they differ.
   */
  private static String host(ServiceSummary item, boolean wide) {
    List<ClientName> names = item.getNamesList();
    if (names.size() < 2 && names.stream().allMatch(name -> name.getCode().isEmpty())) {
      return Cells.orNone(item.getHost());
    }
    return Cells.some(names.stream().map(Services::name).toList(), wide ? names.size() : 1);
  }

  private static String name(ClientName name) {
    String code = name.getCode().isEmpty() ? "" : " (" + name.getCode() + ")";
    return Cells.orNone(name.getHost()) + " in " + String.join(",", name.getClustersList()) + code;
  }

  private static String port(ServicePort port) {
    return Integer.toUnsignedString(port.getNumber())
        + "/"
        + Cells.word(port.getProtocol(), "PROTOCOL_");
  }

  private static String locality(LocalityCapacity part) {
    return Cells.orNone(Cells.locality(part.getLocality()))
        + "="
        + (part.getMeshed() + part.getUnmeshed());
  }
}
