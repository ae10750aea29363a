package dev.portolan.registry;

import java.util.Optional;

/** Identity of a {@link VirtualMesh}: its name. */
public record VirtualMeshKey(String name) implements ResourceKey {
  public VirtualMeshKey {
    Names.requireLabel("virtual mesh", name);
  }

  @Override
  public Kind kind() {
    return Kind.VIRTUAL_MESH;
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
