package dev.portolan.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.v1.ReportServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message that is small on the way and would be larger than the hub's heap: by gRPC's limit,
 * which counts what is unpacked, it costs its own stream and nobody else's.
 */
@Timeout(120)
class CompressionBombIT {
  private static final long UNPACKED = 256L << 20;

  @TempDir private Path directory;

  @Test
  void whatUnpacksToTooMuchEndsItsOwnStreamAndNoOther() throws Exception {
    try (FileFederation federation = new FileFederation(directory, "{rule: keep}").start();
        ObjectWatch watch = ObjectWatch.over(federation)) {
      Map<String, Long> before = downs(federation);
      for (int i = 0; i < 3; i++) {
        Status end = bomb(federation.hub()).get(60, TimeUnit.SECONDS);
        // What is too large when it is unpacked fails where it is read, and so without a reason.
        assertThat(end.getCode()).as(end.toString()).isEqualTo(Status.Code.UNKNOWN);
      }

      watch.mayChange("reviews");
      federation.assertArrives(new InputChange("west-1", "reviews", false), "east-1");
      federation.awaitConverged();
      assertThat(downs(federation)).isEqualTo(before);
      assertThat(watch.violations()).isEmpty();
    }
  }

  private static Map<String, Long> downs(FileFederation federation) throws Exception {
    Map<String, Long> downs = new TreeMap<>();
    for (FileSite site : federation.sites().values()) {
      downs.put(site.name(), site.downs(""));
    }
    return downs;
  }

  /** Sends one; how its stream ends. */
  private static CompletableFuture<Status> bomb(FileHub hub) {
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<InputStream, InputStream> call =
        hub.channel()
            .newCall(
                MethodDescriptor.newBuilder(new Unread(), new Unread())
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName(ReportServiceGrpc.getReportMethod().getFullMethodName())
                    .build(),
                CallOptions.DEFAULT.withCompression("gzip"));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
    call.sendMessage(new Zeros(UNPACKED));
    call.halfClose();
    call.request(1);
    return end;
  }

  /** Bytes as they are. */
  private static final class Unread implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      return stream;
    }
  }

  /** So many zeros, none of which is kept. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long length) {
      this.left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int some = (int) Math.min(left, length);
      left -= some;
      java.util.Arrays.fill(into, offset, offset + some, (byte) 0);
      return some;
    }
  }
}
