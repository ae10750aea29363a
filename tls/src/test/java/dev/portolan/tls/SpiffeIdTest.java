package dev.portolan.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiffeIdTest {
  @TempDir Path directory;

  @Test
  void readsTrustDomainAndPath() {
    assertThat(SpiffeId.parse("spiffe://mesh.example/cluster/east/agent"))
        .contains(new SpiffeId("mesh.example", List.of("cluster", "east", "agent")));
    assertThat(SpiffeId.parse("spiffe://mesh.example"))
        .contains(new SpiffeId("mesh.example", List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://mesh/cluster/east",
        "spiffe://",
        "spiffe://Mesh/a",
        "spiffe://mesh:8443/a",
        "spiffe://user@mesh/a",
        "spiffe://mesh/",
        "spiffe://mesh/a/",
        "spiffe://mesh//a",
        "spiffe://mesh/a/../b",
        "spiffe://mesh/./a",
        "spiffe://mesh/a?b",
        "spiffe://mesh/a#b",
        "spiffe://mesh/a%2fb",
        "spiffe://mesh/a\n"
      })
  void refusesWhatIsNoId(String text) {
    assertThat(SpiffeId.parse(text)).isEmpty();
  }

  @Test
  void writesWhatItReads() {
    String text = "spiffe://mesh.example/source/consul-eu";
    assertThat(SpiffeId.parse(text)).map(SpiffeId::toString).contains(text);
  }

  @Test
  void findsTheIdOfACertificateThatCarriesOne() throws Exception {
    TlsFiles files = new TestAuthority().client(directory, "spiffe://mesh/cluster/east/agent");
    assertThat(SpiffeId.of(certificate(files)))
        .contains(new SpiffeId("mesh", List.of("cluster", "east", "agent")));
  }

  @Test
  void aCertificateWithTwoUrisHasNoId() throws Exception {
    TlsFiles files =
        new TestAuthority()
            .files(
                directory,
                "two",
                Instant.now().plusSeconds(60),
                builder ->
                    builder
                        .addSanUriName(java.net.URI.create("spiffe://mesh/cluster/east/agent"))
                        .addSanUriName(java.net.URI.create("spiffe://mesh/cluster/west/agent")));
    assertThat(SpiffeId.of(certificate(files))).isEmpty();
  }

  @Test
  void aCertificateOfAHostHasNoId() throws Exception {
    assertThat(SpiffeId.of(certificate(new TestAuthority().hub(directory)))).isEmpty();
  }

  private static X509Certificate certificate(TlsFiles files) throws Exception {
    try (FileInputStream in = new FileInputStream(files.certificate().toFile())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
