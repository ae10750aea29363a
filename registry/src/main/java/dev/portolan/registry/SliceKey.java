package dev.portolan.registry;

import java.util.Optional;

/**
 * Identity of an {@link EndpointSlice}: its service and a name that is unique there.
 *
 * @param name RFC 1123 subdomain
 */
public record SliceKey(ServiceKey service, String name) implements ResourceKey {
  public SliceKey {
    Names.requireSubdomain("endpoint slice name", name);
  }

  @Override
  public Kind kind() {
    return Kind.SLICE;
  }

  @Override
  public Optional<OriginId> owner() {
    return service.owner();
  }

  @Override
  public String path() {
    return service.path() + '/' + name;
  }

  @Override
  public String toString() {
    return path();
  }
}
