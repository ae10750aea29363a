package dev.portolan.agent.kubernetes;

import io.fabric8.kubernetes.client.http.TlsVersion;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * The JDK's HTTP client, which offers API servers the ciphers first that this virtual machine is
 * fast at. Only the second compiler knows the processor's instructions for AES; an agent runs
 * without that compiler, and there ChaCha20 takes an eighth of the time. Servers written in Go take
 * it when it is offered first. What is offered at all stays the JDK's choice.
 */
final class TlsClients extends JdkHttpClientFactory {
  /** How the virtual machine calls itself when it has the first compiler only. */
  private static final String FIRST_COMPILER_ONLY = "emulated-client";

  private final List<TlsVersion> versions;

  /**
   * Clients.
   *
   * @param versions of TLS that they speak
   */
  TlsClients(List<TlsVersion> versions) {
    this.versions = List.copyOf(versions);
  }

  @Override
  protected void additionalConfig(HttpClient.Builder builder) {
    builder.sslParameters(
        new SSLParameters(
            order(offered(), System.getProperty("java.vm.info", "")),
            versions.stream().map(TlsVersion::javaName).toArray(String[]::new)));
  }

  /** The suites in the order in which they are offered. */
  static String[] order(String[] suites, String virtualMachine) {
    if (!virtualMachine.contains(FIRST_COMPILER_ONLY)) {
      return suites;
    }
    return Arrays.stream(suites)
        .sorted(Comparator.comparing(suite -> !suite.contains("CHACHA20")))
        .toArray(String[]::new);
  }

  private static String[] offered() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // Nobody is trusted by it, so that it does not read the JDK's certificates.
      context.init(null, new TrustManager[0], null);
      return context.getDefaultSSLParameters().getCipherSuites();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
