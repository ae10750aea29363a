package dev.portolan.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A request of somebody to a workload.
 *
 * @param domain the trust domain of the caller's identity
 * @param port of the workload
 */
record Call(String domain, String namespace, String account, int port, String method, String path) {

  /** One of each sort that a rule of {@link AccessWishes} may tell from the others. */
  static List<Call> ofEverySort(Collection<String> domains) {
    List<Call> calls = new ArrayList<>();
    for (String domain : domains) {
      for (int port : OwnServices.PORTS) {
        int target = OwnServices.target(port);
        for (String namespace : AccessWishes.NAMESPACES) {
          for (String account : AccessWishes.ACCOUNTS) {
            calls.add(new Call(domain, namespace, account, target, "GET", "/list/all"));
            calls.add(new Call(domain, namespace, account, target, "GET", "/"));
            calls.add(new Call(domain, namespace, account, target, "POST", "/list/all"));
          }
        }
      }
    }
    return calls;
  }

  /** The identity as proxies write it. */
  String principal() {
    return "%s/ns/%s/sa/%s".formatted(domain, namespace, account);
  }
}
