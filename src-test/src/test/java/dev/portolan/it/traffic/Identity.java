package dev.portolan.it.traffic;

import com.google.protobuf.ByteString;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;

/**
 * A workload's certificate and what it trusts, PEM.
 *
 * @param chain certificates, the workload's first
 * @param key PKCS #8
 * @param roots of the mesh
 */
public record Identity(String chain, String key, String roots) {

  /** Under the two names that istiod gives to proxies. */
  Secret secret(String name) {
    Secret.Builder secret = Secret.newBuilder().setName(name);
    if (name.equals("default")) {
      secret
          .getTlsCertificateBuilder()
          .setCertificateChain(inline(chain))
          .setPrivateKey(inline(key));
    } else {
      secret.getValidationContextBuilder().setTrustedCa(inline(roots));
    }
    return secret.build();
  }

  private static DataSource inline(String text) {
    return DataSource.newBuilder().setInlineBytes(ByteString.copyFromUtf8(text)).build();
  }
}
