package dev.portolan.it.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * One root for the workloads of all meshes, as an operator has it who federates them. Made with the
 * JDK's {@code keytool}; not safe for use by many threads.
 */
public final class MeshTrust {
  private static final String PASSWORD = "changeit";

  private final Path store;
  private int count;

  private MeshTrust(Path store) {
    this.store = store;
  }

  /** Makes a root; its files are in the directory. */
  public static MeshTrust create(Path directory) {
    MeshTrust trust = new MeshTrust(directory.resolve("trust.p12"));
    trust.keytool(
        "root",
        List.of("-dname", "CN=root", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign,cRLSign"));
    return trust;
  }

  /** A workload's identity, for a day. */
  public Identity identity(String spiffeId) {
    String alias = sign("uri:" + spiffeId);
    try {
      KeyStore keys = keys();
      Key key = keys.getKey(alias, PASSWORD.toCharArray());
      return new Identity(
          certificate(keys.getCertificate(alias)),
          pem("PRIVATE KEY", key.getEncoded()),
          certificate(keys.getCertificate("root")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool made something else", e);
    }
  }

  /** What a server at an IP address shows to those who trust the {@link #root}, for a day. */
  public SSLContext server(String address) {
    return shown(sign("ip:" + address));
  }

  /** The same of one with these DNS names. */
  public SSLContext named(String... names) {
    return shown(sign(Stream.of(names).map("dns:"::concat).collect(Collectors.joining(","))));
  }

  private SSLContext shown(String alias) {
    try {
      KeyStore keys = keys();
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      char[] password = PASSWORD.toCharArray();
      own.setKeyEntry(
          "server", keys.getKey(alias, password), password, keys.getCertificateChain(alias));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(own, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool made something else", e);
    }
  }

  /** The root's certificate, PEM. */
  public String root() {
    try {
      return certificate(keys().getCertificate("root"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool made something else", e);
    }
  }

  /** The alias of a new key pair with a certificate for this name. */
  private String sign(String alternativeName) {
    String alias = "signed-" + ++count;
    keytool(
        alias,
        List.of(
            "-signer",
            "root",
            "-dname",
            "O=mesh",
            "-ext",
            "san:c=" + alternativeName,
            "-ext",
            "ku:c=digitalSignature,keyEncipherment",
            "-ext",
            "eku=serverAuth,clientAuth"));
    return alias;
  }

  private KeyStore keys() throws GeneralSecurityException {
    try (InputStream file = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(file, PASSWORD.toCharArray());
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keytool(String alias, List<String> more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(more);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String certificate(Certificate certificate) throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String type, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type);
  }
}
