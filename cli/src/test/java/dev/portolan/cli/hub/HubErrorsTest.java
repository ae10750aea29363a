package dev.portolan.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.cli.shell.ExitCode;
import dev.portolan.tls.TestAuthority;
import dev.portolan.tls.TlsFiles;
import dev.portolan.tls.TlsIdentity;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.RegistryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told who does not get through to a hub with TLS. */
@Timeout(60)
class HubErrorsTest {
  @TempDir Path directory;
  private final TestAuthority authority = new TestAuthority();
  private TlsIdentity identity;
  private Server server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    identity = TlsIdentity.ofServer(authority.hub(directory.resolve("hub")));
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                identity.serverCredentials())
            .build()
            .start();
    port = server.getPort();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    identity.close();
  }

  @Test
  void saysThatTheHubMayHaveTls() {
    assertThat(told(Optional.empty()))
        .startsWith("cannot reach the hub at 127.0.0.1:" + port)
        .endsWith("give --tls.certificate, --tls.key and --tls.ca");
  }

  @Test
  void saysThatACertificateIsNotAccepted() {
    TlsFiles stranger =
        new TestAuthority().client(directory.resolve("stranger"), "spiffe://portolan/operator/eve");
    assertThat(told(Optional.of(new HubTls(stranger, Optional.empty()))))
        .endsWith("look at --tls.ca, --tls.certificate and --tls.server-name");
  }

  @Test
  void saysHowToStartOneWhereNobodyListens() throws Exception {
    server.shutdownNow().awaitTermination();
    assertThat(told(Optional.empty())).contains("(Connection refused)", "./portolan server");
  }

  private String told(Optional<HubTls> tls) {
    HubAddress address = new HubAddress("127.0.0.1", port);
    ManagedChannel channel = HubChannels.tcp().open(address, tls);
    try {
      RegistryServiceGrpc.newBlockingStub(channel)
          .listClusters(ListClustersRequest.getDefaultInstance());
      throw new AssertionError("answered");
    } catch (StatusRuntimeException e) {
      var told = HubErrors.explain(e, address, Duration.ofSeconds(10));
      assertThat(told.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
      return String.valueOf(told.getMessage());
    } finally {
      channel.shutdownNow();
    }
  }
}
