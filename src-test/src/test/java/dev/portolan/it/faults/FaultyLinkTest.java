package dev.portolan.it.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the link does to bytes, one fault at a time. */
@Timeout(30)
class FaultyLinkTest {
  private static final int SOON_MILLIS = 200;

  private ServerSocket server;
  private FaultyLink link;
  private Socket near;
  private Socket far;

  @BeforeEach
  void connect() throws Exception {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    link = new FaultyLink(server.getLocalPort());
    near = dial();
    far = server.accept();
    await().until(() -> link.connections() == 1);
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    link.close();
    server.close();
  }

  private Socket dial() throws IOException {
    Socket socket = new Socket();
    String[] address = link.address().split(":", -1);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(address[1])));
    return socket;
  }

  private static void say(Socket from, String text) throws IOException {
    from.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static String hear(Socket to, int bytes) throws IOException {
    to.setSoTimeout(10_000);
    return new String(to.getInputStream().readNBytes(bytes), UTF_8);
  }

  private static void hearNothing(Socket to) throws IOException {
    to.setSoTimeout(SOON_MILLIS);
    assertThatThrownBy(() -> to.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
  }

  private static void isReset(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void carriesBothWaysAndTellsTheEnd() throws IOException {
    say(near, "up");
    say(far, "down");
    assertThat(hear(far, 2)).isEqualTo("up");
    assertThat(hear(near, 4)).isEqualTo("down");

    near.shutdownOutput();
    assertThat(far.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aCutIsAnEndForBoth() throws IOException {
    link.cut();

    assertThat(near.getInputStream().read()).isEqualTo(-1);
    assertThat(far.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aResetIsNoEnd() throws IOException {
    link.reset();

    isReset(near);
    isReset(far);
  }

  @Test
  void whatIsStalledArrivesWhenItHeals() throws IOException {
    link.stall(true, true);
    say(near, "held");
    hearNothing(far);

    link.heal();
    assertThat(hear(far, 4)).isEqualTo("held");
  }

  @Test
  void theEndOfOneSideIsStalledToo() throws IOException {
    link.stall(true, true);
    near.close();
    hearNothing(far);

    link.heal();
    assertThat(far.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void oneDirectionIsStalledAlone() throws IOException {
    link.stall(true, false);
    say(near, "held");
    say(far, "free");

    assertThat(hear(near, 4)).isEqualTo("free");
    hearNothing(far);
  }

  @Test
  void whatIsSwallowedNeverArrivesAndItsConnectionEndsWhenItHeals() throws IOException {
    link.swallow(true, false);
    say(near, "lost");
    hearNothing(far);
    say(far, "free");
    assertThat(hear(near, 4)).isEqualTo("free");

    link.heal();
    isReset(far);
  }

  @Test
  void aForgottenConnectionIsHalfOpenAndANewOneWorks() throws IOException {
    link.forgetConnections();
    say(near, "lost");
    hearNothing(far);

    try (Socket second = dial();
        Socket accepted = server.accept()) {
      say(second, "here");
      assertThat(hear(accepted, 4)).isEqualTo("here");
    }
  }

  @Test
  void aConnectionIsTornInTheMiddleOfAMessage() throws IOException {
    link.tearAfter(6);
    say(near, "half a message");

    assertThat(hear(far, 6)).isEqualTo("half a");
    isReset(far);
  }

  @Test
  void aSlowLinkTakesAsLongAsItIsTold() throws IOException {
    link.slow(Duration.ofMillis(SOON_MILLIS), 10_000);
    long begun = System.nanoTime();
    say(near, "x".repeat(2_000));

    assertThat(hear(far, 2_000)).hasSize(2_000);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void nobodyConnectsWhileItRefuses() throws IOException {
    link.refuse();
    assertThatThrownBy(this::dial).hasMessageContaining("refused");
    isReset(near);

    link.heal();
    await().untilAsserted(() -> assertThat(link.connections()).isZero());
    dial().close();
  }

  @Test
  void whereNobodyListensConnectionsEnd() throws IOException {
    server.close();

    try (Socket lonely = dial()) {
      isReset(lonely);
    }
  }
}
