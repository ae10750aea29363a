package dev.portolan.cli.get;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portolan.cli.hub.Hub;
import dev.portolan.cli.hub.Listed;
import dev.portolan.cli.shell.Pause;
import dev.portolan.v1.Endpoint;
import dev.portolan.v1.EndpointHealth;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.WatchEndpointSlicesRequest;
import dev.portolan.v1.WatchEndpointSlicesResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Endpoint slices of all origins; NAME is that of the service. */
final class EndpointSlices implements Resources<EndpointSlice> {
  private static final int SHOWN_ADDRESSES = 3;

  @Override
  public String singular() {
    return "endpointslice";
  }

  @Override
  public String plural() {
    return "endpoints";
  }

  @Override
  public List<String> columns(boolean wide) {
    List<String> columns =
        new ArrayList<>(
            List.of("ORIGIN", "NAMESPACE", "SERVICE", "NAME", "PORTS", "READY", "ENDPOINTS"));
    if (wide) {
      columns.addAll(List.of("MESH", "LOCALITIES", "ACCOUNTS"));
    }
    columns.add("CHANGED");
    return columns;
  }

  @Override
  public List<String> cells(EndpointSlice slice, boolean wide, Instant now) {
    List<Endpoint> endpoints = slice.getEndpointsList();
    long ready = endpoints.stream().filter(EndpointSlices::ready).count();
    List<String> addresses = endpoints.stream().map(EndpointSlices::address).toList();
    List<String> cells =
        new ArrayList<>(
            List.of(
                slice.getOrigin(),
                slice.getNamespace(),
                slice.getService(),
                slice.getName(),
                Cells.map(slice.getPortsMap()),
                ready + "/" + endpoints.size(),
                Cells.some(addresses, wide ? addresses.size() : SHOWN_ADDRESSES)));
    if (wide) {
      cells.add(distinct(endpoints.stream().map(e -> Cells.word(e.getMeshMode(), "MESH_MODE_"))));
      cells.add(distinct(endpoints.stream().map(e -> Cells.locality(e.getLocality()))));
      cells.add(distinct(endpoints.stream().map(Endpoint::getServiceAccount)));
    }
    cells.add(
        Cells.age(
            slice.getProvenance().hasReportTime(), slice.getProvenance().getReportTime(), now));
    return cells;
  }

  @Override
  public String path(EndpointSlice slice) {
    return String.join(
        "/", slice.getOrigin(), slice.getNamespace(), slice.getService(), slice.getName());
  }

  @Override
  public ObjectNode json(EndpointSlice slice) {
    return Json.of(slice);
  }

  @Override
  public Listed<EndpointSlice> list(Hub hub, Selection selection) {
    return hub.reader().slices(selection.filter(), selection.name()).only(wanted(selection));
  }

  @Override
  public void follow(Hub hub, Selection selection, WatchSink<EndpointSlice> sink, Pause pause) {
    WatchEndpointSlicesRequest request =
        WatchEndpointSlicesRequest.newBuilder()
            .setOrigin(selection.origin())
            .setNamespace(selection.namespace())
            .setService(selection.name())
            .setHost(selection.host())
            .build();
    Predicate<EndpointSlice> wanted = wanted(selection);
    sink.restarted();
    Iterator<WatchEndpointSlicesResponse> events = hub.stream().watchEndpointSlices(request);
    while (events.hasNext()) {
      WatchEndpointSlicesResponse event = events.next();
      EndpointSlice slice = event.getEndpointSlice();
      switch (event.getEvent()) {
        case WATCH_EVENT_UPSERTED -> {
          if (wanted.test(slice)) {
            sink.upserted(slice, event.getRevision());
          }
        }
        case WATCH_EVENT_REMOVED -> {
          if (wanted.test(slice)) {
            sink.removed(slice, event.getRevision());
          }
        }
        case WATCH_EVENT_BOOKMARK -> sink.bookmark(event.getRevision());
        case WATCH_EVENT_UNSPECIFIED, UNRECOGNIZED -> {
          // An event of a newer hub; the next list will tell.
        }
      }
    }
  }

  private static Predicate<EndpointSlice> wanted(Selection selection) {
    return slice -> selection.slice().isEmpty() || selection.slice().equals(slice.getName());
  }

  private static boolean ready(Endpoint endpoint) {
    return endpoint.getHealth() == EndpointHealth.ENDPOINT_HEALTH_READY;
  }

  /** What takes no traffic is marked. */
  private static String address(Endpoint endpoint) {
    return ready(endpoint)
        ? endpoint.getAddress()
        : "%s(%s)"
            .formatted(endpoint.getAddress(), Cells.word(endpoint.getHealth(), "ENDPOINT_HEALTH_"));
  }

  private static String distinct(Stream<String> words) {
    return Cells.joined(words.filter(word -> !word.isEmpty()).distinct().sorted());
  }
}
