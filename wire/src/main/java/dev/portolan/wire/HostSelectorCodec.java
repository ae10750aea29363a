package dev.portolan.wire;

import dev.portolan.registry.HostSelector;
import dev.portolan.registry.Policy;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The hosts that a policy is about. */
final class HostSelectorCodec {
  private HostSelectorCodec() {}

  static List<dev.portolan.v1.HostSelector> encode(SortedSet<HostSelector> hosts) {
    return hosts.stream()
        .map(
            host ->
                dev.portolan.v1.HostSelector.newBuilder()
                    .setNamespace(host.namespace())
                    .setName(host.name())
                    .build())
        .toList();
  }

  /** At least one; what is wrong with the others is a violation at {@code hosts}. */
  static SortedSet<HostSelector> decode(
      List<dev.portolan.v1.HostSelector> messages, Violations at) {
    SortedSet<HostSelector> hosts = new TreeSet<>();
    if (messages.isEmpty()) {
      at.add("hosts", "is empty; at least one selector is required");
    }
    if (!TextRules.within("hosts", messages.size(), Policy.MAX_SELECTORS, at)) {
      return hosts;
    }
    for (int i = 0; i < messages.size(); i++) {
      dev.portolan.v1.HostSelector message = messages.get(i);
      boolean all = message.getNamespace().equals("*") && message.getName().equals("*");
      String text = all ? "*" : message.getNamespace() + "/" + message.getName();
      Optional<HostSelector> selector = HostSelector.parse(text);
      selector.ifPresent(found -> hosts.add(found));
      if (selector.isEmpty()) {
        at.at("hosts", i)
            .add("is '%s'; <namespace>/<name>, <namespace>/* or * is expected".formatted(text));
      }
    }
    return hosts;
  }
}
