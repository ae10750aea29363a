package dev.portolan.server.push.engine.face;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.server.push.engine.view.Listing;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Reads incremental requests without making an object of each name and version that a reconnecting
 * subscriber lists: there are as many as there are resources. Stateless.
 */
enum IncrementalMarshaller implements MethodDescriptor.Marshaller<IncrementalMessage> {
  INSTANCE;

  @Override
  public InputStream stream(IncrementalMessage value) {
    throw new UnsupportedOperationException("a server reads requests");
  }

  @Override
  public IncrementalMessage parse(InputStream stream) {
    byte[] bytes = read(stream);
    try {
      Listing listed = Listing.in(bytes);
      return new IncrementalMessage(
          DeltaDiscoveryRequest.parseFrom(listed.isEmpty() ? bytes : listed.rest()), listed);
    } catch (InvalidProtocolBufferException e) {
      // As gRPC's own marshaller says it.
      throw Status.INTERNAL
          .withDescription("Invalid protobuf byte sequence")
          .withCause(e)
          .asRuntimeException();
    }
  }

  private static byte[] read(InputStream stream) {
    try {
      if (!(stream instanceof KnownLength)) {
        // It was compressed.
        return stream.readAllBytes();
      }
      // An array of the right size, filled once.
      byte[] bytes = new byte[stream.available()];
      int read = stream.readNBytes(bytes, 0, bytes.length);
      return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
    } catch (IOException e) {
      throw new UncheckedIOException("a message cannot be read", e);
    }
  }
}
