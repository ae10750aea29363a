package dev.portolan.agent;

import dev.portolan.agent.downlink.RemoteRegistry;
import dev.portolan.agent.view.ViewLoop;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Revision;
import java.util.concurrent.CompletionStage;

/** Hands on to the view what the downlink receives. */
record ReceivedByView(ViewLoop view) implements RemoteRegistry {
  @Override
  public void restored(RegistrySnapshot remembered, Revision revision) {
    view.remember(remembered);
  }

  @Override
  public CompletionStage<?> advance(
      RegistrySnapshot received, Revision revision, boolean epochChanged) {
    return view.advance(received);
  }
}
