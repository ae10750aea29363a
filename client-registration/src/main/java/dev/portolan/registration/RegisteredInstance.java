package dev.portolan.registration;

import dev.portolan.v1.RegistrationName;

/**
 * An instance that is registered, until it is closed or its client is. Safe for use by any threads.
 */
public final class RegisteredInstance implements AutoCloseable {
  private final Wanted wanted;
  private final Instance instance;
  private final RegistrationName name;

  RegisteredInstance(Wanted wanted, Instance instance) {
    this.wanted = wanted;
    this.instance = instance;
    this.name = Names.of(instance.message());
  }

  /** As it was registered. */
  public Instance instance() {
    return instance;
  }

  /** Whether it takes traffic from now on; told to the hub soon, without waiting for it. */
  public void ready(boolean ready) {
    wanted.ready(name, ready);
  }

  /** Deregisters it, soon and without waiting for it; closing the client waits. */
  @Override
  public void close() {
    wanted.withdraw(name);
  }
}
