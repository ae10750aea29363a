package dev.portolan.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.http.TlsVersion;
import java.net.http.HttpClient;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class TlsClientsTest {
  private static final String[] SUITES = {
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
  };

  @Test
  void whereOnlyTheFirstCompilerRunsWhatNeedsNoAesComesFirstAndNothingIsLost() {
    assertThat(TlsClients.order(SUITES, "mixed mode, emulated-client, sharing"))
        .containsExactly(
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
  }

  @Test
  void elsewhereTheOrderIsTheJdksOwn() {
    assertThat(TlsClients.order(SUITES, "mixed mode, sharing")).isEqualTo(SUITES);
  }

  @Test
  void whatIsOfferedIsWhatTheJdkOffersByItself() {
    HttpClient.Builder builder = HttpClient.newBuilder();
    new TlsClients(List.of(TlsVersion.TLS_1_3)).additionalConfig(builder);

    SSLParameters parameters = builder.build().sslParameters();
    assertThat(parameters.getProtocols()).containsExactly("TLSv1.3");
    assertThat(parameters.getCipherSuites())
        .containsExactlyInAnyOrder(
            HttpClient.newHttpClient().sslContext().getDefaultSSLParameters().getCipherSuites());
  }
}
