package dev.portolan.registry;

import java.util.Optional;

/** Identity of a {@link Policy}: its kind and its name, which is unique within the kind. */
public record PolicyKey(Kind kind, String name) implements ResourceKey {
  public PolicyKey {
    if (kind != Kind.FAILOVER_POLICY && kind != Kind.TRAFFIC_POLICY && kind != Kind.ACCESS_POLICY) {
      throw new IllegalArgumentException(kind + " is no kind of policy");
    }
    Names.requireLabel("policy", name);
  }

  /** Of a failover policy. */
  public static PolicyKey failover(String name) {
    return new PolicyKey(Kind.FAILOVER_POLICY, name);
  }

  /** Of a traffic policy. */
  public static PolicyKey traffic(String name) {
    return new PolicyKey(Kind.TRAFFIC_POLICY, name);
  }

  /** Of an access policy. */
  public static PolicyKey access(String name) {
    return new PolicyKey(Kind.ACCESS_POLICY, name);
  }

  @Override
  public Optional<OriginId> owner() {
    return Optional.empty();
  }

  @Override
  public String path() {
    return name;
  }
}
