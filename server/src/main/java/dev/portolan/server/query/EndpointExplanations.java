package dev.portolan.server.query;

import dev.portolan.federation.Destination;
import dev.portolan.federation.HostExplanation;
import dev.portolan.federation.OriginFate;
import dev.portolan.registry.Endpoint;
import dev.portolan.registry.EndpointSlice;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.v1.EndpointExplanation;
import java.util.ArrayList;
import java.util.List;

/** Where an address stands among the endpoints of a host, and what became of it. Pure. */
final class EndpointExplanations {
  private EndpointExplanations() {}

  /**
   * Every endpoint of the host with that address; of some origin's gateway with it, none.
   *
   * @param address in its canonical form
   */
  static List<EndpointExplanation> of(
      RegistrySnapshot snapshot, HostExplanation explanation, String address) {
    List<EndpointExplanation> found = new ArrayList<>();
    for (OriginFate fate : explanation.origins()) {
      for (EndpointSlice slice : snapshot.slices(explanation.decision().host().at(fate.origin()))) {
        slice.endpoints().stream()
            .filter(endpoint -> endpoint.address().equals(address))
            .map(endpoint -> of(fate, slice, endpoint))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static EndpointExplanation of(OriginFate fate, EndpointSlice slice, Endpoint endpoint) {
    EndpointExplanation.Builder answer =
        EndpointExplanation.newBuilder()
            .setOrigin(fate.origin().value())
            .setSlice(slice.key().name())
            .setReady(endpoint.ready())
            .setMeshed(endpoint.meshed())
            .setBehindGateway(
                endpoint.ready()
                    && endpoint.meshed()
                    && fate.destinations().stream().anyMatch(Destination::gateway));
    fate.destinations().stream()
        .filter(each -> !each.gateway() && each.address().equals(endpoint.address()))
        .findFirst()
        .ifPresent(
            each -> answer.setDestination(true).setTier(each.tier()).setWeight(each.weight()));
    return answer.build();
  }
}
