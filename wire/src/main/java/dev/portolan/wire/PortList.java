package dev.portolan.wire;

import dev.portolan.registry.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The ports of one thing: one to a hundred, no name and no number twice. */
final class PortList {
  private PortList() {}

  /**
   * What was read of one port.
   *
   * @param port makes it; asked only if nothing is wrong with it
   */
  record Entry<P>(String name, long number, Supplier<P> port) {}

  /**
   * Reads the ports that can be.
   *
   * @param reader reads one, and says what is wrong with it alone
   */
  static <M, P> List<P> decode(
      List<M> messages, Violations at, BiFunction<M, Violations, Entry<P>> reader) {
    List<P> ports = new ArrayList<>();
    if (messages.isEmpty()) {
      at.add("ports", "is empty; at least one port is required");
    }
    if (!TextRules.within("ports", messages.size(), Service.MAX_PORTS, at)) {
      return ports;
    }
    Map<Object, Integer> seen = new HashMap<>();
    for (int i = 0; i < messages.size(); i++) {
      Violations port = at.at("ports", i);
      int before = at.count();
      Entry<P> entry = reader.apply(messages.get(i), port);
      checkUnused("name", entry.name(), i, seen, port);
      checkUnused("number", entry.number(), i, seen, port);
      if (at.count() == before) {
        ports.add(entry.port().get());
      }
    }
    return ports;
  }

  private static void checkUnused(
      String field, Object value, int index, Map<Object, Integer> seen, Violations port) {
    Integer earlier = seen.putIfAbsent(value, index);
    if (earlier != null) {
      port.add(field, "is the same as that of ports[%d]".formatted(earlier));
    }
  }
}
