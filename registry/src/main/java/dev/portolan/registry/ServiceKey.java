package dev.portolan.registry;

import java.util.Optional;

/** Identity of a {@link Service}: origin, namespace, name. */
public record ServiceKey(OriginId origin, String namespace, String name) implements ResourceKey {
  public ServiceKey {
    Names.requireLabel("namespace", namespace);
    Names.requireLabel("service name", name);
  }

  /** Identity of what all origins' services with this namespace and name are together. */
  public HostKey host() {
    return new HostKey(namespace, name);
  }

  @Override
  public Kind kind() {
    return Kind.SERVICE;
  }

  @Override
  public Optional<OriginId> owner() {
    return Optional.of(origin);
  }

  @Override
  public String path() {
    return origin.value() + '/' + namespace + '/' + name;
  }

  @Override
  public String toString() {
    return path();
  }
}
