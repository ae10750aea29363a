package dev.portolan.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Syntax of names. Each check returns what is wrong with the value, or nothing: a record's
 * constructor throws it, a decoder of untrusted input collects it as a field violation.
 */
public final class Names {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern QUALIFIED =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

  private Names() {}

  /** RFC 1123 label: 1 to 63 of {@code a-z 0-9 -}, starting and ending alphanumeric. */
  public static Optional<String> labelProblem(String value) {
    if (value.isEmpty()) {
      return Optional.of("is empty; an RFC 1123 label of 1 to 63 characters is required");
    }
    if (value.length() > 63) {
      return Optional.of("has %d characters; at most 63 are allowed".formatted(value.length()));
    }
    return LABEL.matcher(value).matches()
        ? Optional.empty()
        : Optional.of(
            "'%s' is not an RFC 1123 label (a-z, 0-9 and '-', alphanumeric at both ends)"
                .formatted(printable(value)));
  }

  /** RFC 1123 subdomain: labels joined by dots, 1 to 253 characters. */
  public static Optional<String> subdomainProblem(String value) {
    if (value.isEmpty() || value.length() > 253) {
      return Optional.of("has %d characters; 1 to 253 are allowed".formatted(value.length()));
    }
    for (String label : value.split("\\.", -1)) {
      if (labelProblem(label).isPresent()) {
        return Optional.of(
            "'%s' is not an RFC 1123 subdomain (lower-case labels joined by dots)"
                .formatted(printable(value)));
      }
    }
    return Optional.empty();
  }

  /** Kubernetes label key: an optional subdomain prefix and '/', then a qualified name ≤ 63. */
  public static Optional<String> labelKeyProblem(String key) {
    int slash = key.indexOf('/');
    String name = key.substring(slash + 1);
    boolean prefixGood = slash < 0 || subdomainProblem(key.substring(0, slash)).isEmpty();
    boolean nameGood = name.length() <= 63 && QUALIFIED.matcher(name).matches();
    return prefixGood && nameGood
        ? Optional.empty()
        : Optional.of("'%s' is not a Kubernetes label key".formatted(printable(key)));
  }

  /** Kubernetes label value: empty, or a qualified name ≤ 63. */
  public static Optional<String> labelValueProblem(String value) {
    return value.isEmpty() || (value.length() <= 63 && QUALIFIED.matcher(value).matches())
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
    String[] parts = value.split("/", -1);
    return parts.length == 7
            && value.startsWith("spiffe://")
            && parts[3].equals("ns")
            && parts[5].equals("sa")
            && subdomainProblem(parts[2]).isEmpty()
            && labelProblem(parts[4]).isEmpty()
            && subdomainProblem(parts[6]).isEmpty()
        ? Optional.empty()
        : Optional.of(
            "'%s' is not spiffe://<trust domain>/ns/<namespace>/sa/<account>"
                .formatted(printable(value)));
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
  static String printable(String value) {
    String clean = value.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= 80 ? clean : clean.substring(0, 80) + "…";
  }
}
