package dev.portolan.agent.apply.kubernetes;

/** The Lease by which the agents of one cluster elect the one that writes. */
public record LeaseName(String namespace, String name) {
  String path() {
    return "/apis/coordination.k8s.io/v1/namespaces/%s/leases/%s".formatted(namespace, name);
  }

  @Override
  public String toString() {
    return "lease/%s/%s".formatted(namespace, name);
  }
}
