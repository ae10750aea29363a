package dev.portolan.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
  private static final String EAST = "spiffe://mesh/cluster/east/agent";
  private static final String WEST = "spiffe://mesh/cluster/west/agent";
  private static final MethodDescriptor<String, String> WHO =
      MethodDescriptor.newBuilder(new Text(), new Text())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("test.Who/Calls")
          .build();

  @TempDir Path directory;
  private final TestAuthority authority = new TestAuthority();
  private TlsIdentity hub;
  private Server server;

  @BeforeEach
  void startServer() throws Exception {
    hub = TlsIdentity.ofServer(authority.hub(directory.resolve("hub")));
    server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), hub.serverCredentials())
            .addService(
                ServerServiceDefinition.builder("test.Who").addMethod(WHO, answer()).build())
            .build()
            .start();
  }

  @AfterEach
  void stopServer() throws Exception {
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    hub.close();
  }

  @Test
  void eachEndProvesToTheOtherWhoItIs() throws Exception {
    assertThat(ask(authority.client(directory, EAST))).isEqualTo(EAST);
  }

  @Test
  void aClientOfAnotherAuthorityIsNotLetIn() throws Exception {
    TlsFiles stranger = new TestAuthority().client(directory.resolve("stranger"), EAST);
    TlsFiles trusting =
        new TlsFiles(
            stranger.certificate(), stranger.key(), authority.hub(directory.resolve("x")).ca());
    assertUnavailable(trusting);
  }

  @Test
  void whoShowsNoCertificateIsNotLetIn() throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
            .sslContext(
                GrpcSslContexts.configure(GrpcSslContexts.forClient(), SslProvider.JDK)
                    .trustManager(authority.hub(directory.resolve("hub2")).ca().toFile())
                    .build())
            .build();
    assertThatThrownBy(() -> ask(channel))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    channel.shutdownNow();
  }

  @Test
  void aServerOfAnotherAuthorityIsNotTrusted() throws Exception {
    TlsFiles own = authority.client(directory.resolve("own"), EAST);
    TlsFiles distrusting =
        new TlsFiles(
            own.certificate(), own.key(), new TestAuthority().hub(directory.resolve("y")).ca());
    assertUnavailable(distrusting);
  }

  @Test
  void aServerOfAnotherNameIsNotTrusted() throws Exception {
    TlsFiles files = authority.client(directory, EAST);
    try (TlsIdentity client = TlsIdentity.ofClient(files)) {
      ManagedChannel channel =
          Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), client.channelCredentials())
              .overrideAuthority("hub.example")
              .build();
      assertThatThrownBy(() -> ask(channel)).isInstanceOf(StatusRuntimeException.class);
      channel.shutdownNow();
    }
  }

  @Test
  void aNewCertificateIsUsedByTheNextConnection() throws Exception {
    TlsFiles files = authority.client(directory, EAST);
    try (TlsIdentity client = TlsIdentity.ofClient(files)) {
      ManagedChannel channel =
          Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), client.channelCredentials())
              .build();
      assertThat(ask(channel)).isEqualTo(EAST);
      authority.client(directory, WEST);
      client.poll();
      assertThat(ask(channel)).as("on the same connection").isEqualTo(EAST);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                // A new connection of the same channel, as agents make it.
                channel.enterIdle();
                assertThat(ask(channel)).isEqualTo(WEST);
              });
      channel.shutdownNow();
    }
  }

  @Test
  void filesThatDoNotBelongTogetherLeaveWhatWasThere() throws Exception {
    TlsFiles files = authority.client(directory, EAST);
    try (TlsIdentity client = TlsIdentity.ofClient(files)) {
      TlsFiles other = authority.client(directory.resolve("other"), WEST);
      Files.copy(
          other.certificate(),
          files.certificate(),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      client.poll();
      assertThat(ask(client)).isEqualTo(EAST);
      Files.delete(files.key());
      client.poll();
      assertThat(ask(client)).isEqualTo(EAST);
      Files.copy(other.key(), files.key());
      client.poll();
      assertThat(ask(client)).isEqualTo(WEST);
    }
  }

  @Test
  void anAuthorityIsReplacedByWayOfABundleOfBoth() throws Exception {
    TestAuthority next = new TestAuthority();
    TlsFiles old = authority.client(directory.resolve("old"), EAST);
    TlsFiles renewed = next.client(directory.resolve("renewed"), EAST);
    TlsFiles own = authority.hub(directory.resolve("hub"));
    TlsFiles trustingBoth = new TlsFiles(renewed.certificate(), renewed.key(), own.ca());
    assertUnavailable(trustingBoth);

    String first = Files.readString(own.ca());
    Files.writeString(own.ca(), first + Files.readString(renewed.ca()));
    hub.poll();
    assertThat(ask(old)).isEqualTo(EAST);
    assertThat(ask(trustingBoth)).isEqualTo(EAST);

    Files.writeString(own.ca(), Files.readString(renewed.ca()));
    hub.poll();
    assertUnavailable(new TlsFiles(old.certificate(), old.key(), old.ca()));
    // The client reads the same file for whom it trusts: the hub's own certificate is still old.
    Files.writeString(own.ca(), first);
    assertThat(ask(trustingBoth)).isEqualTo(EAST);
  }

  @Test
  void whoIsNoLongerTrustedCannotResumeASession() throws Exception {
    TlsFiles files = authority.client(directory.resolve("client"), EAST);
    // With sessions that last, as TLS libraries have them.
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
            .sslContext(
                GrpcSslContexts.configure(GrpcSslContexts.forClient(), SslProvider.JDK)
                    .keyManager(files.certificate().toFile(), files.key().toFile())
                    .trustManager(files.ca().toFile())
                    .build())
            .build();
    assertThat(ask(channel)).isEqualTo(EAST);
    Path trusted = directory.resolve("hub").resolve("ca.pem");
    Files.writeString(
        trusted, Files.readString(new TestAuthority().hub(directory.resolve("next")).ca()));
    hub.poll();

    await()
        .atMost(Duration.ofSeconds(20))
        // Each connection that resumes a session renews it.
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              channel.enterIdle();
              assertThatThrownBy(() -> ask(channel)).isInstanceOf(StatusRuntimeException.class);
            });
    channel.shutdownNow();
  }

  @Test
  void saysWhichFileIsMissing() {
    TlsFiles files = authority.client(directory, EAST);
    Path gone = directory.resolve("gone.pem");
    assertThatThrownBy(
            () -> TlsIdentity.ofClient(new TlsFiles(gone, files.key(), files.ca())).close())
        .isInstanceOf(TlsFileException.class)
        .hasMessage("tls.certificate: there is no file " + gone);
  }

  @Test
  void saysWhichFileHoldsSomethingElse() throws Exception {
    TlsFiles files = authority.client(directory, EAST);
    Path text = Files.writeString(directory.resolve("text"), "no pem");
    assertThatThrownBy(
            () -> TlsIdentity.ofClient(new TlsFiles(files.certificate(), text, files.ca())).close())
        .hasMessageStartingWith("tls.key: " + text + " holds no PKCS #8 key");
    assertThatThrownBy(
            () -> TlsIdentity.ofClient(new TlsFiles(text, files.key(), files.ca())).close())
        .hasMessageStartingWith("tls.certificate: " + text + " holds no certificate");
  }

  @Test
  void saysThatTheKeyIsAnothers() {
    TlsFiles files = authority.client(directory, EAST);
    TlsFiles other = authority.client(directory.resolve("other"), EAST);
    assertThatThrownBy(
            () ->
                TlsIdentity.ofClient(new TlsFiles(files.certificate(), other.key(), files.ca()))
                    .close())
        .hasMessage(
            "tls.key: %s is not the key of the first certificate in %s"
                .formatted(other.key(), files.certificate()));
  }

  private void assertUnavailable(TlsFiles files) {
    assertThatThrownBy(() -> ask(files))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private String ask(TlsFiles files) throws TlsFileException {
    try (TlsIdentity client = TlsIdentity.ofClient(files)) {
      return ask(client);
    }
  }

  private String ask(TlsIdentity client) {
    ManagedChannel channel =
        Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), client.channelCredentials())
            .build();
    try {
      return ask(channel);
    } finally {
      channel.shutdownNow();
    }
  }

  private static String ask(ManagedChannel channel) {
    return ClientCalls.blockingUnaryCall(
        channel, WHO, CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS), "?");
  }

  /** Answers with the SPIFFE id of who asks. */
  private static ServerCallHandler<String, String> answer() {
    return (call, headers) -> {
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        public void onHalfClose() {
          call.sendHeaders(new Metadata());
          call.sendMessage(caller(call.getAttributes()));
          call.close(Status.OK, new Metadata());
        }
      };
    };
  }

  private static String caller(Attributes transport) {
    SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    try {
      return SpiffeId.of((X509Certificate) session.getPeerCertificates()[0])
          .map(SpiffeId::toString)
          .orElse("nobody");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
