package dev.portolan.registration;

import dev.portolan.v1.Registration;
import dev.portolan.v1.RegistrationName;

/** Names of registrations. */
final class Names {
  private Names() {}

  static RegistrationName of(Registration registration) {
    return RegistrationName.newBuilder()
        .setNamespace(registration.getNamespace())
        .setService(registration.getService())
        .setId(registration.getId())
        .build();
  }

  /** {@code shop/orders/vm-7}. */
  static String text(Registration registration) {
    return "%s/%s/%s"
        .formatted(registration.getNamespace(), registration.getService(), registration.getId());
  }
}
