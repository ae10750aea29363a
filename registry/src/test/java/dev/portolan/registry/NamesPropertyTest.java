package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The checks accept what the grammars say and nothing else, and say what they always said. */
class NamesPropertyTest {
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(?:\\." + LABEL + ")*";
  private static final String QUALIFIED = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])";
  private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
  private static final String H16 = "[0-9a-fA-F]{1,4}";
  private static final String LS32 = "(?:" + H16 + ":" + H16 + "|" + IPV4 + ")";

  /** RFC 3986 §3.2.2, whose IPv6address is RFC 4291's text form. */
  private static final String IPV6 =
      String.join(
          "|",
          "(?:" + H16 + ":){6}" + LS32,
          "::(?:" + H16 + ":){5}" + LS32,
          upTo(0) + "::(?:" + H16 + ":){4}" + LS32,
          upTo(1) + "::(?:" + H16 + ":){3}" + LS32,
          upTo(2) + "::(?:" + H16 + ":){2}" + LS32,
          upTo(3) + "::" + H16 + ":" + LS32,
          upTo(4) + "::" + LS32,
          upTo(5) + "::" + H16,
          upTo(6) + "::");

  private static String upTo(int groups) {
    return "(?:(?:" + H16 + ":){0," + groups + "}" + H16 + ")?";
  }

  @Property(tries = 5000)
  void labels(@ForAll("nameLike") String value) {
    agrees(Names::labelProblem, LABEL, value);
  }

  @Property(tries = 5000)
  void subdomains(@ForAll("nameLike") String value) {
    assertThat(Names.subdomainProblem(value).isEmpty())
        .as(value)
        .isEqualTo(value.length() <= 253 && matches(SUBDOMAIN, value));
  }

  @Property(tries = 5000)
  void labelKeys(@ForAll("nameLike") String value) {
    int slash = value.indexOf('/');
    boolean good = matches("(?:" + SUBDOMAIN + "/)?" + QUALIFIED, value) && slash <= 253;
    assertThat(Names.labelKeyProblem(value).isEmpty()).as(value).isEqualTo(good);
  }

  @Property(tries = 5000)
  void labelValues(@ForAll("nameLike") String value) {
    agrees(Names::labelValueProblem, "(?:" + QUALIFIED + ")?", value);
  }

  @Property(tries = 5000)
  void identities(@ForAll("identityLike") String value) {
    agrees(
        Names::identityProblem,
        "spiffe://" + SUBDOMAIN + "/ns/" + LABEL + "/sa/" + SUBDOMAIN,
        value);
  }

  @Property(tries = 20_000)
  void addresses(@ForAll("addressLike") String value) {
    assertThat(IpAddress.canonical(value).isPresent())
        .as(value)
        .isEqualTo(matches(IPV4 + "|" + IPV6, value));
  }

  @Property(tries = 1000)
  void messagesNameTheValueMadeSafe(@ForAll("nameLike") String value) {
    Names.labelValueProblem(value)
        .ifPresent(
            problem ->
                assertThat(problem)
                    .isEqualTo(
                        "'%s' is not a Kubernetes label value".formatted(Names.printable(value))));
  }

  /** Out of few characters, so that most are nearly right; some at the limits of length. */
  @Provide
  Arbitrary<String> nameLike() {
    Arbitrary<String> near =
        Arbitraries.strings().withChars("aazZ09--..__//~ \n\u00e9\u0661\u017f").ofMaxLength(8);
    Arbitrary<String> label =
        Arbitraries.strings().withChars("ab0-").ofMinLength(1).ofMaxLength(65);
    Arbitrary<String> labels =
        label.list().ofMinSize(1).ofMaxSize(6).map(all -> String.join(".", all));
    Arbitrary<String> full =
        Arbitraries.integers()
            .between(59, 63)
            .map(last -> ("a".repeat(63) + ".").repeat(3) + "b".repeat(last));
    return Arbitraries.oneOf(
        near,
        label,
        labels,
        full,
        full.map(name -> name + "/x"),
        labels.map(name -> name + "/X_y"));
  }

  @Provide
  Arbitrary<String> identityLike() {
    Arbitrary<String> part =
        Arbitraries.of(
            "spiffe://",
            "spiffe:",
            "cluster.local",
            "/ns/",
            "/sa/",
            "/",
            "shop",
            "a",
            "A",
            "",
            "-");
    Arbitrary<String> good =
        Arbitraries.strings()
            .withChars("ab-./")
            .ofMaxLength(4)
            .list()
            .ofSize(3)
            .map(p -> "spiffe://" + p.get(0) + "/ns/" + p.get(1) + "/sa/" + p.get(2));
    return Arbitraries.oneOf(good, part.list().ofMaxSize(8).map(parts -> String.join("", parts)));
  }

  @Provide
  Arbitrary<String> addressLike() {
    Arbitrary<String> token =
        Arbitraries.of(
            ":", ":", ":", "::", ".", ".", "0", "1", "255", "256", "01", "ffff", "12345", "aB", "g",
            "1.2.3.4", "\uff11", "%1", "");
    Arbitrary<String> groups =
        Arbitraries.of("0", "1", "abcd", "1.2.3.4", "")
            .list()
            .ofMinSize(1)
            .ofMaxSize(10)
            .map(parts -> String.join(":", parts));
    return Arbitraries.oneOf(
        groups, token.list().ofMaxSize(14).map(parts -> String.join("", parts)));
  }

  private static void agrees(
      Function<String, Optional<String>> check, String grammar, String value) {
    assertThat(check.apply(value).isEmpty()).as(value).isEqualTo(matches(grammar, value));
  }

  private static boolean matches(String grammar, String value) {
    return Pattern.matches(grammar, value);
  }
}
