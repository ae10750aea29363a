package dev.portolan.cli.hub;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;

/** Opens channels to hubs. */
@FunctionalInterface
public interface HubChannels {
  /** Largest answer that is taken: a page of slices may pass gRPC's usual 4 MiB. */
  int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  ManagedChannel open(HubAddress address);

  /** Plain text over TCP; connects with the first call. */
  static HubChannels plaintext() {
    return address ->
        Grpc.newChannelBuilder("dns:///" + address, InsecureChannelCredentials.create())
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .build();
  }
}
