package dev.portolan.registry;

import java.util.Optional;

/**
 * Identity of a {@link Registration}: its service and an id that is unique there.
 *
 * @param id RFC 1123 subdomain
 */
public record RegistrationKey(ServiceKey service, String id) implements ResourceKey {
  public RegistrationKey {
    Names.requireSubdomain("registration id", id);
  }

  /** Of the instance whose endpoint is in a slice. */
  public static RegistrationKey of(SliceKey slice) {
    return new RegistrationKey(slice.service(), slice.name());
  }

  /** The slice in which the instance's endpoint is offered, alone. */
  public SliceKey slice() {
    return new SliceKey(service, id);
  }

  @Override
  public Kind kind() {
    return Kind.REGISTRATION;
  }

  @Override
  public Optional<OriginId> owner() {
    return service.owner();
  }

  @Override
  public String path() {
    return service.path() + '/' + id;
  }

  @Override
  public String toString() {
    return path();
  }
}
