package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @CsvSource({
    // RFC 5952 §1 and §2: spellings of one address
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8::1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8::0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0db8::1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:0:1::1, 2001:db8::1:0:0:1",
    "2001:DB8:0:0:1::1, 2001:db8::1:0:0:1",
    // §4.2.1 as short as can be, §4.2.2 not for one group, §4.2.3 the longest, then the first run
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8::0:1, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8::1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "fd00::10.1.2.3, fd00::a01:203",
    "1:2:3:4:5:6:10.1.2.3, 1:2:3:4:5:6:a01:203",
    "10.1.2.3, 10.1.2.3",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
  })
  void oneSpellingStandsForAll(String text, String canonical) {
    assertThat(IpAddress.canonical(text)).contains(canonical);
    assertThat(IpAddress.canonical(canonical)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.org",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "01.2.3.4",
        "1.2.3.04",
        "0x1.2.3.4",
        "1.2.3.256",
        "1.2.3.-1",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.4\n",
        "1.2.3.1000",
        "+1.2.3.4",
        "１.2.3.4",
        "٣.2.3.4",
        "1.2.3.4/32",
        "1.2.3.4:80",
        "[::1]",
        "::1%eth0",
        "fe80::1%1",
        "::1/128",
        ":",
        ":::",
        "1",
        "::1::",
        "1::2::3",
        ":1",
        "1:",
        ":1::",
        "::1:",
        "1:::2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "12345::",
        "g::",
        "-1::",
        "::1.2.3",
        "::01.2.3.4",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::.1.2.3",
        "1:2:3:4:5:6:7:8:",
        "0000:0000:0000:0000:0000:0000:0000:00001",
      })
  void anythingElseIsNoLiteral(String text) {
    assertThat(IpAddress.canonical(text)).isEmpty();
    assertThat(IpAddress.endpointProblem(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "192.0.2.1", "fd00::1", "2001:db8::1", "::1.2.3.4"})
  void routableAddressesAreEndpoints(String text) {
    assertThat(IpAddress.endpointProblem(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.0.1, loopback",
    "::1, loopback",
    "169.254.1.1, link-local",
    "fe80::1, link-local",
    "224.0.0.1, multicast",
    "ff02::1, multicast",
    "0.0.0.0, unspecified",
    "0:0::0, unspecified",
    "::ffff:10.0.0.1, IPv4-mapped",
    "::FFFF:a00:1, IPv4-mapped",
  })
  void addressesThatMeanSomethingElseElsewhereAreNot(String text, String reason) {
    assertThat(IpAddress.endpointProblem(text)).get().asString().contains(reason);
  }

  @Property
  void everyIpv6AddressIsPrintedAsTheJdkReadsIt(
      @ForAll @Size(16) byte @ByteRange(max = 1) [] sparse, @ForAll @Size(16) byte[] dense)
      throws UnknownHostException {
    for (byte[] bytes : new byte[][] {sparse, dense}) {
      String text = Ipv6Text.format(bytes);

      assertThat(Ipv6Text.parse(text)).isEqualTo(bytes);
      assertThat(IpAddress.canonical(text)).contains(text);
      InetAddress read = InetAddress.getByName(text);
      if (read.getAddress().length == 16) {
        assertThat(read.getAddress()).isEqualTo(bytes);
        assertThat(IpAddress.canonical(read.getHostAddress())).contains(text);
      }
    }
  }

  @Property
  void everyIpv4AddressIsReadAsTheJdkPrintsIt(@ForAll @Size(4) byte[] bytes)
      throws UnknownHostException {
    String text = InetAddress.getByAddress(bytes).getHostAddress();

    assertThat(IpAddress.parseIpv4(text, 0, text.length())).isEqualTo(bytes);
    assertThat(IpAddress.canonical(text)).contains(text);
  }

  @Property
  void noTextMakesTheParserThrow(@ForAll String text) {
    assertThat(IpAddress.canonical(text).isEmpty() || !text.isEmpty()).isTrue();
    assertThat(Ipv6Text.parse(text).length).isIn(0, 16);
  }
}
