package dev.portolan.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a certificate says somebody is (SPIFFE-ID standard, section 2; X509-SVID, section 2).
 *
 * @param trustDomain lower-case letters, digits, dots, dashes and underscores; at most 255
 * @param segments of the path, each of letters, digits, dots, dashes and underscores; never empty,
 *     {@code .} or {@code ..}
 */
public record SpiffeId(String trustDomain, List<String> segments) {
  /** Longest id in bytes. */
  private static final int MAX_LENGTH = 2048;

  private static final int URI_NAME = 6;
  private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
  private static final Pattern FORM =
      Pattern.compile("spiffe://([a-z0-9._-]{1,255})((?:/[A-Za-z0-9._-]+)*)");

  public SpiffeId {
    segments = List.copyOf(segments);
  }

  /** Reads an id; nothing when the text is none. */
  public static Optional<SpiffeId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !matcher.matches()) {
      return Optional.empty();
    }
    String path = matcher.group(2);
    List<String> segments = path.isEmpty() ? List.of() : List.of(path.substring(1).split("/", -1));
    return segments.contains(".") || segments.contains("..")
        ? Optional.empty()
        : Optional.of(new SpiffeId(matcher.group(1), segments));
  }

  /** The id in a certificate: nothing unless exactly one URI stands in it and that is an id. */
  public static Optional<SpiffeId> of(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      List<String> uris =
          names == null
              ? List.of()
              : names.stream()
                  .filter(name -> name.get(0).equals(URI_NAME))
                  .map(name -> String.valueOf(name.get(1)))
                  .toList();
      return uris.size() == 1 ? parse(uris.get(0)) : Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

  /** Whether a text can be a trust domain. */
  public static boolean isTrustDomain(String text) {
    return TRUST_DOMAIN.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "spiffe://" + trustDomain + (segments.isEmpty() ? "" : "/" + String.join("/", segments));
  }
}
