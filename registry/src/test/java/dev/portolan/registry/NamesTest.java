package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final String L63 = "a".repeat(63);
  private static final String D253 = L63 + "." + L63 + "." + L63 + "." + "a".repeat(61);

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "a-b", "a--b", "xn--a", "0-9"})
  void labels(String value) {
    assertThat(Names.labelProblem(value)).isEmpty();
    assertThat(Names.subdomainProblem(value)).isEmpty();
    assertThat(Names.labelValueProblem(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "-a", "a-", "A", "a.b", "a_b", "a/b", "a b", "ä", "a\n", "\na"})
  void noLabels(String value) {
    assertThat(Names.labelProblem(value)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "0.1", "a-b.c", "cluster.local"})
  void subdomains(String value) {
    assertThat(Names.subdomainProblem(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a.-b", "A.b", "a_b.c", "a.b\n"})
  void noSubdomains(String value) {
    assertThat(Names.subdomainProblem(value)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A", "a_b.c-D", "app.kubernetes.io/name", "x/Y_z"})
  void labelKeys(String key) {
    assertThat(Names.labelKeyProblem(key)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a/", "/a", "a/b/c", "A/b", "a b", "-a", "a_", "a/b\n"})
  void noLabelKeys(String key) {
    assertThat(Names.labelKeyProblem(key)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1", "1.2.3", "A_b-c"})
  void labelValues(String value) {
    assertThat(Names.labelValueProblem(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "-a", "a.", "a/b", "a b", "é", "v1\n"})
  void noLabelValues(String value) {
    assertThat(Names.labelValueProblem(value)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiffe://cluster.local/ns/bookinfo/sa/default",
        "spiffe://a/ns/b/sa/c.d",
      })
  void identities(String value) {
    assertThat(Names.identityProblem(value)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spiffe://",
        "cluster.local/ns/b/sa/c",
        "spiffe://a/ns/b/sa/",
        "spiffe://a/ns/b/sa/c/d",
        "spiffe://a/ns/b/sa/c/",
        "spiffe:///ns/b/sa/c",
        "spiffe://a/sa/b/ns/c",
        "spiffe://A/ns/b/sa/c",
        "spiffe://a/ns/b.c/sa/d",
        "SPIFFE://a/ns/b/sa/c",
        "https://a/ns/b/sa/c",
        "spiffe://a/ns/b/sa/c?x",
      })
  void noIdentities(String value) {
    assertThat(Names.identityProblem(value)).isPresent();
  }

  @Test
  void lengthsAreLimited() {
    assertThat(Names.labelProblem(L63)).isEmpty();
    assertThat(Names.labelProblem(L63 + "a")).contains("has 64 characters; at most 63 are allowed");
    assertThat(Names.subdomainProblem(D253)).isEmpty();
    assertThat(Names.subdomainProblem(D253 + "a")).isPresent();
    assertThat(Names.subdomainProblem("a." + L63 + "a")).isPresent();
    assertThat(Names.labelValueProblem(L63)).isEmpty();
    assertThat(Names.labelValueProblem(L63 + "a")).isPresent();
    assertThat(Names.labelKeyProblem(D253 + "/" + L63)).isEmpty();
    assertThat(Names.labelKeyProblem("a/" + L63 + "a")).isPresent();
    assertThat(Names.labelKeyProblem(D253 + "a/b")).isPresent();
  }

  @Test
  void portsAreSixteenBitsWithoutZero() {
    assertThat(Names.portProblem(1)).isEmpty();
    assertThat(Names.portProblem(65535)).isEmpty();
    assertThat(Names.portProblem(0)).contains("is 0; a port is 1 to 65535");
    assertThat(Names.portProblem(65536)).isPresent();
    assertThat(Names.portProblem(-1)).isPresent();
    assertThat(Names.portProblem(4_294_967_376L)).isPresent();
  }

  @Test
  void messagesAreSafeToPrint() {
    String hostile = "\u001b[31m\n" + "x".repeat(40);

    assertThat(Names.labelProblem(hostile)).get().asString().doesNotContain("\u001b", "\n");
    assertThat(Names.labelValueProblem("y".repeat(10_000))).get().asString().hasSizeLessThan(150);
  }
}
