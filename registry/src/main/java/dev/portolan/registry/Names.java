package dev.portolan.registry;

import java.util.Optional;

/**
 * Syntax of names. Each check returns what is wrong with the value, or nothing: a record's
 * constructor throws it, a decoder of untrusted input collects it as a field violation. Every
 * record that is loaded or reported passes here, so values are looked at character by character:
 * regular expressions cost a multiple.
 */
public final class Names {
  private static final int MAX_LABEL = 63;
  private static final int MAX_SUBDOMAIN = 253;
  private static final String SPIFFE = "spiffe://";

  private Names() {}

  /** RFC 1123 label: 1 to 63 of {@code a-z 0-9 -}, starting and ending alphanumeric. */
  public static Optional<String> labelProblem(String value) {
    if (value.isEmpty()) {
      return Optional.of("is empty; an RFC 1123 label of 1 to 63 characters is required");
    }
    if (value.length() > MAX_LABEL) {
      return Optional.of("has %d characters; at most 63 are allowed".formatted(value.length()));
    }
    return isLabel(value, 0, value.length())
        ? Optional.empty()
        : Optional.of(
            "'%s' is not an RFC 1123 label (a-z, 0-9 and '-', alphanumeric at both ends)"
                .formatted(printable(value)));
  }

  /** RFC 1123 subdomain: labels joined by dots, 1 to 253 characters. */
  public static Optional<String> subdomainProblem(String value) {
    if (value.isEmpty() || value.length() > MAX_SUBDOMAIN) {
      return Optional.of("has %d characters; 1 to 253 are allowed".formatted(value.length()));
    }
    return isSubdomain(value, 0, value.length())
        ? Optional.empty()
        : Optional.of(
            "'%s' is not an RFC 1123 subdomain (lower-case labels joined by dots)"
                .formatted(printable(value)));
  }

  /** Kubernetes label key: an optional subdomain prefix and '/', then a qualified name ≤ 63. */
  public static Optional<String> labelKeyProblem(String key) {
    int slash = key.indexOf('/');
    boolean prefixGood = slash < 0 || isSubdomain(key, 0, slash);
    return prefixGood && isQualified(key, slash + 1, key.length())
        ? Optional.empty()
        : Optional.of("'%s' is not a Kubernetes label key".formatted(printable(key)));
  }

  /** Kubernetes label value: empty, or a qualified name ≤ 63. */
  public static Optional<String> labelValueProblem(String value) {
    return value.isEmpty() || isQualified(value, 0, value.length())
        ? Optional.empty()
        : Optional.of("'%s' is not a Kubernetes label value".formatted(printable(value)));
  }

  /** Port number: 1 to 65535. */
  public static Optional<String> portProblem(long port) {
    return port >= 1 && port <= 65535
        ? Optional.empty()
        : Optional.of("is %d; a port is 1 to 65535".formatted(port));
  }

  /** SPIFFE id as Istio writes it: {@code spiffe://<trust domain>/ns/<namespace>/sa/<account>}. */
  public static Optional<String> identityProblem(String value) {
    return isIdentity(value)
        ? Optional.empty()
        : Optional.of(
            "'%s' is not spiffe://<trust domain>/ns/<namespace>/sa/<account>"
                .formatted(printable(value)));
  }

  private static boolean isIdentity(String value) {
    int domainEnd = value.indexOf('/', SPIFFE.length());
    int namespace = domainEnd + "/ns/".length();
    int namespaceEnd = value.indexOf('/', namespace);
    int account = namespaceEnd + "/sa/".length();
    return value.startsWith(SPIFFE)
        && value.startsWith("/ns/", domainEnd)
        && value.startsWith("/sa/", namespaceEnd)
        && isSubdomain(value, SPIFFE.length(), domainEnd)
        && isLabel(value, namespace, namespaceEnd)
        && isSubdomain(value, account, value.length());
  }

  /** The part of a text from one index up to before another, here and below. */
  private static boolean isLabel(String text, int from, int to) {
    if (to <= from
        || to - from > MAX_LABEL
        || text.charAt(from) == '-'
        || text.charAt(to - 1) == '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isLower(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isSubdomain(String text, int from, int to) {
    if (to - from > MAX_SUBDOMAIN) {
      return false;
    }
    int label = from;
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '.') {
        if (!isLabel(text, label, i)) {
          return false;
        }
        label = i + 1;
      }
    }
    return isLabel(text, label, to);
  }

  private static boolean isQualified(String text, int from, int to) {
    if (to <= from
        || to - from > MAX_LABEL
        || !isAlphanumeric(text.charAt(from))
        || !isAlphanumeric(text.charAt(to - 1))) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  /** ASCII only: {@link Character#isDigit} knows many more. */
  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static String requireLabel(String what, String value) {
    return require(what, value, labelProblem(value));
  }

  static String requireSubdomain(String what, String value) {
    return require(what, value, subdomainProblem(value));
  }

  static int requirePort(String what, int port) {
    return require(what, port, portProblem(port));
  }

  static <T> T require(String what, T value, Optional<String> problem) {
    problem.ifPresent(
        text -> {
          throw new IllegalArgumentException(what + " " + text);
        });
    return value;
  }

  /** Untrusted text made safe for messages: control characters replaced, cut at 80 characters. */
  public static String printable(String value) {
    String clean = value.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "…";
  }
}
