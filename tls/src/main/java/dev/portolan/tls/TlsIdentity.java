package dev.portolan.tls;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextChannelCredentials;
import io.grpc.netty.NettySslContextServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process's end of mutual TLS 1.3. Looks at its files again every ten seconds: connections that
 * begin after a change use what the files hold then, others go on. What cannot be used is reported
 * in the log, once, and what was there before stays in use. Thread-safe.
 */
public final class TlsIdentity implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TlsIdentity.class);
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final String PROTOCOL = "TLSv1.3";

  /**
   * A connection that resumes a session of an earlier one shows the certificate of that one, and
   * nobody looks whether it is still trusted. One second is the least that the JDK knows.
   */
  private static final long SESSION_SECONDS = 1;

  /** Sessions that a server of the JDK does not keep but hands out have no such end. */
  private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";

  private final TlsFiles files;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager trust;
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tls-files");
            thread.setDaemon(true);
            return thread;
          });
  // Both belong to whoever polls: the constructor's thread, then the poller.
  private Credentials.Texts used;
  private String problem = "";

  private TlsIdentity(TlsFiles files, Verification verification) throws TlsFileException {
    this.files = files;
    this.trust = trustManager(verification);
    this.used = Credentials.Texts.read(files);
    use(Credentials.of(files, used));
  }

  private static AdvancedTlsX509TrustManager trustManager(Verification verification) {
    try {
      return AdvancedTlsX509TrustManager.newBuilder().setVerification(verification).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PKIX", e);
    }
  }

  /**
   * The end that listens: demands a certificate of whoever connects, whatever his host is called.
   *
   * @throws TlsFileException if a file cannot be used
   */
  public static TlsIdentity ofServer(TlsFiles files) throws TlsFileException {
    return new TlsIdentity(files, Verification.CERTIFICATE_ONLY_VERIFICATION).followed();
  }

  /**
   * The end that connects: the server's certificate has to name the host that it connects to.
   *
   * @throws TlsFileException if a file cannot be used
   */
  public static TlsIdentity ofClient(TlsFiles files) throws TlsFileException {
    return new TlsIdentity(files, Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION).followed();
  }

  private TlsIdentity followed() {
    // Dropped: it ends with the poller.
    var unused =
        poller.scheduleWithFixedDelay(
            this::poll, POLL.toSeconds(), POLL.toSeconds(), TimeUnit.SECONDS);
    return this;
  }

  /** For a server of gRPC. */
  public ServerCredentials serverCredentials() {
    // There is no other way to say so; the JDK reads it with each context.
    System.setProperty(TICKETS, Boolean.toString(false));
    try {
      return NettySslContextServerCredentials.create(
          GrpcSslContexts.configure(SslContextBuilder.forServer(keys), SslProvider.JDK)
              .trustManager(trust)
              .clientAuth(ClientAuth.REQUIRE)
              .protocols(PROTOCOL)
              .sessionTimeout(SESSION_SECONDS)
              .build());
    } catch (SSLException e) {
      throw new IllegalStateException("every JDK has TLS 1.3", e);
    }
  }

  /** For channels of gRPC. */
  public ChannelCredentials channelCredentials() {
    try {
      return NettySslContextChannelCredentials.create(
          GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
              .keyManager(keys)
              .trustManager(trust)
              .protocols(PROTOCOL)
              .sessionTimeout(SESSION_SECONDS)
              .build());
    } catch (SSLException e) {
      throw new IllegalStateException("every JDK has TLS 1.3", e);
    }
  }

  /** Looks at the files now. */
  void poll() {
    try {
      Credentials.Texts found = Credentials.Texts.read(files);
      if (!found.equals(used)) {
        use(Credentials.of(files, found));
        used = found;
      }
      problem = "";
    } catch (TlsFileException e) {
      // Files that belong together are not written at one moment: the next look may do.
      String now = String.valueOf(e.getMessage());
      if (!now.equals(problem)) {
        problem = now;
        log.warn("{}. The certificate that was there before stays in use", now);
      }
    }
  }

  private void use(Credentials credentials) throws TlsFileException {
    try {
      trust.updateTrustCredentials(credentials.trusted().toArray(X509Certificate[]::new));
    } catch (IOException | GeneralSecurityException e) {
      throw new TlsFileException("tls.ca: %s cannot be trusted: %s".formatted(files.ca(), e), e);
    }
    keys.updateIdentityCredentials(
        credentials.chain().toArray(X509Certificate[]::new), credentials.key());
    X509Certificate own = credentials.own();
    log.info(
        "TLS as {}, until {}",
        SpiffeId.of(own)
            .map(SpiffeId::toString)
            .orElseGet(() -> own.getSubjectX500Principal().toString()),
        own.getNotAfter().toInstant());
  }

  /** Stops following the files; connections go on. */
  @Override
  public void close() {
    poller.shutdownNow();
  }
}
