package dev.portolan.server.security;

import dev.portolan.tls.TlsFiles;
import io.grpc.Attributes;
import io.grpc.Grpc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;

/** A session that knows its peer's certificate and nothing else. */
record FakeSession(Certificate peer) implements SSLSession {

  /** What the transport knows of a connection from somebody with that certificate. */
  static Attributes transport(TlsFiles files) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(files.certificate())) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      return Attributes.newBuilder()
          .set(Grpc.TRANSPORT_ATTR_SSL_SESSION, new FakeSession(certificate))
          .build();
    }
  }

  @Override
  public Certificate[] getPeerCertificates() {
    return new Certificate[] {peer};
  }

  @Override
  public Principal getPeerPrincipal() {
    return ((X509Certificate) peer).getSubjectX500Principal();
  }

  @Override
  public byte[] getId() {
    return new byte[0];
  }

  @Override
  public SSLSessionContext getSessionContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long getCreationTime() {
    return 0;
  }

  @Override
  public long getLastAccessedTime() {
    return 0;
  }

  @Override
  public void invalidate() {}

  @Override
  public boolean isValid() {
    return true;
  }

  @Override
  public void putValue(String name, Object value) {}

  @Override
  public Object getValue(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void removeValue(String name) {}

  @Override
  public String[] getValueNames() {
    return new String[0];
  }

  @Override
  public Certificate[] getLocalCertificates() {
    return new Certificate[0];
  }

  @Override
  public Principal getLocalPrincipal() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getCipherSuite() {
    return "";
  }

  @Override
  public String getProtocol() {
    return "TLSv1.3";
  }

  @Override
  public String getPeerHost() {
    return "";
  }

  @Override
  public int getPeerPort() {
    return 0;
  }

  @Override
  public int getPacketBufferSize() {
    return 0;
  }

  @Override
  public int getApplicationBufferSize() {
    return 0;
  }
}
