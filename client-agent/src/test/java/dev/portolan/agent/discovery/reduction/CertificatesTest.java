package dev.portolan.agent.discovery.reduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class CertificatesTest {
  private static final String ROOT =
      """
      -----BEGIN CERTIFICATE-----
      MIIBcTCCARigAwIBAgIBATAKBggqhkjOPQQDAjAXMRUwEwYDVQQKDAxyb290LmV4
      YW1wbGUwIBcNMjYxMTI4MjI1MTM2WhgPMjEyNjExMDUyMjUxMzZaMBcxFTATBgNV
      BAoMDHJvb3QuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPYgXax0
      nIWw9FgTKv+haof7k8pZFsuZ96IhWLWvOcbNuCyhZrePw6AiNJ0riNES/FS/Ss1D
      sgb6SkHCrKZ39uujUzBRMB0GA1UdDgQWBBSnUYVJAKqRGJqP1DInsA3ubMK6wzAf
      BgNVHSMEGDAWgBSnUYVJAKqRGJqP1DInsA3ubMK6wzAPBgNVHRMBAf8EBTADAQH/
      MAoGCCqGSM49BAMCA0cAMEQCIGP8NuviyZWyg2ufoKyZvXW6kpQoYWL84f+9cpXx
      frBRAiBcYv/K1HdRpRCHkG78dHH3PhqvsRVNeu0goX2/VcZOMg==
      -----END CERTIFICATE-----
      """;

  /** Another certificate of the same name and key. */
  private static final String RENEWED =
      """
      -----BEGIN CERTIFICATE-----
      MIIBczCCARigAwIBAgIBAjAKBggqhkjOPQQDAjAXMRUwEwYDVQQKDAxyb290LmV4
      YW1wbGUwIBcNMjYxMTI4MjI1MTM2WhgPMjEyNjExMDYyMjUxMzZaMBcxFTATBgNV
      BAoMDHJvb3QuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPYgXax0
      nIWw9FgTKv+haof7k8pZFsuZ96IhWLWvOcbNuCyhZrePw6AiNJ0riNES/FS/Ss1D
      sgb6SkHCrKZ39uujUzBRMB0GA1UdDgQWBBSnUYVJAKqRGJqP1DInsA3ubMK6wzAf
      BgNVHSMEGDAWgBSnUYVJAKqRGJqP1DInsA3ubMK6wzAPBgNVHRMBAf8EBTADAQH/
      MAoGCCqGSM49BAMCA0kAMEYCIQCqW264Ku+65vIx4fbAqIltJi/oRHNBCMHTkxZa
      kWdJUwIhAKnG3ZFbVU9ThKyxduL1Nk/vlBH8LR2nTSZe5f5/jjxA
      -----END CERTIFICATE-----
      """;

  /** Signed by the root. */
  private static final String BELOW =
      """
      -----BEGIN CERTIFICATE-----
      MIIBGDCBvwIBAzAKBggqhkjOPQQDAjAXMRUwEwYDVQQKDAxyb290LmV4YW1wbGUw
      IBcNMjYxMTI4MjI1MTM2WhgPMjEyNjExMDQyMjUxMzZaMBgxFjAUBgNVBAoMDWJl
      bG93LmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR5DBMSrSHxvEm2
      bFQCHWBwACrPLSkcC+hmpSFVwuXSDHxoMdCFTic9gICc6ClyKD2UIQZCtkmg166F
      E17DB+cdMAoGCCqGSM49BAMCA0gAMEUCIQDyQpadSvHjyJErF7WqqOyjavk94qXf
      s/Zc5L1LXAvW9QIgePchAy0QgNcxAczj6KXNIG3CM0gCBxiU86HZToxkCy4=
      -----END CERTIFICATE-----
      """;

  @Test
  void aRootThatIsRenewedWithItsKeyIsTheSameRoot() throws GeneralSecurityException {
    assertThat(Certificates.roots(ROOT)).hasSize(1).isEqualTo(Certificates.roots(RENEWED));
    assertThat(Certificates.roots(ROOT + RENEWED)).isEqualTo(Certificates.roots(ROOT));
  }

  @Test
  void whatSomebodyElseHasSignedIsNoRoot() {
    assertThatThrownBy(() -> Certificates.roots(ROOT + BELOW))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("O=below.example, which is no root but issued by O=root.example");
  }
}
