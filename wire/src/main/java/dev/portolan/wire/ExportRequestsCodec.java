package dev.portolan.wire;

import dev.portolan.registry.ExportRequests;
import dev.portolan.registry.ExportRules.OptIn;
import dev.portolan.registry.Service;
import dev.portolan.v1.ExportOptIn;
import dev.portolan.v1.Welcome;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How services ask to be exported. A way that this version does not know is passed over: it cannot
 * be kept for a later one, so that one has it reported again ({@link #taken}).
 */
public final class ExportRequestsCodec {
  private ExportRequestsCodec() {}

  static dev.portolan.v1.ExportRequests encode(ExportRequests requests) {
    dev.portolan.v1.ExportRequests.Builder message = dev.portolan.v1.ExportRequests.newBuilder();
    requests.made().forEach(way -> message.addMadeValue(OptInCodec.encode(way)));
    requests.notMade().forEach(way -> message.addNotMadeValue(OptInCodec.encode(way)));
    return message.build();
  }

  /** {@link ExportRequests#UNTOLD}, with violations, where something is wrong. */
  static ExportRequests decode(dev.portolan.v1.ExportRequests message, Violations at) {
    int before = at.count();
    SortedSet<OptIn> made = ways("made", message.getMadeList(), Set.of(), at);
    SortedSet<OptIn> notMade = ways("not_made", message.getNotMadeList(), made, at);
    return at.count() > before ? ExportRequests.UNTOLD : new ExportRequests(made, notMade);
  }

  private static SortedSet<OptIn> ways(
      String field, List<ExportOptIn> messages, Set<OptIn> elsewhere, Violations at) {
    SortedSet<OptIn> ways = new TreeSet<>();
    for (int i = 0; i < messages.size(); i++) {
      Violations here = at.at(field, i);
      for (OptIn way : OptInCodec.decode(messages.get(i), here).stream().toList()) {
        if (elsewhere.contains(way)) {
          here.add("is " + messages.get(i) + ", which made has too; a way is in one of them");
        } else if (way == OptIn.LABEL) {
          here.add("is EXPORT_OPT_IN_LABEL, which the labels tell; leave it out");
        } else if (way.requested()) {
          ways.add(way);
        }
      }
    }
    return ways;
  }

  /** All ways in which a service asks, its label included. */
  public static List<ExportOptIn> asked(Service service) {
    return Stream.of(OptIn.values())
        .filter(service::asks)
        .map(OptInCodec::encode)
        .map(ExportOptIn::forNumber)
        .toList();
  }

  /** The ways that this version keeps, for a hub's welcome. */
  public static List<ExportOptIn> taken() {
    return Stream.of(OptIn.values())
        .filter(OptIn::requested)
        .map(OptInCodec::encode)
        .map(ExportOptIn::forNumber)
        .toList();
  }

  /** The ways that a hub keeps, as far as they are known here. */
  public static Set<OptIn> taken(Welcome welcome) {
    return known(welcome.getTakesExportRequestsList());
  }

  private static Set<OptIn> known(Collection<ExportOptIn> messages) {
    Set<OptIn> known = new TreeSet<>();
    for (OptIn way : OptIn.values()) {
      if (way.requested()
          && messages.stream()
              .anyMatch(
                  message ->
                      message != ExportOptIn.UNRECOGNIZED
                          && message.getNumber() == OptInCodec.encode(way))) {
        known.add(way);
      }
    }
    return known;
  }
}
