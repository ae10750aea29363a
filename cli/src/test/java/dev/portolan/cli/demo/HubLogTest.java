package dev.portolan.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.cli.hub.HubAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubLogTest {
  @Test
  void theReadyLineTellsTheAddress() {
    assertThat(
            new HubLog("a warning\nportolan-server: listening on 127.0.0.1:41741, data").address())
        .contains(new HubAddress("127.0.0.1", 41741));
    assertThat(new HubLog("portolan-server: listening on [::1]:80, data in").address())
        .contains(new HubAddress("[::1]", 80));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "portolan-server: listening on 127.0.0.1:4174",
        "portolan-server: listening on ",
        "someone said portolan-server: listening on 127.0.0.1:1, ",
        "portolan-server: cannot listen on 127.0.0.1:1: no"
      })
  void halfALineOrAnotherIsNotReady(String text) {
    assertThat(new HubLog(text).address()).isEmpty();
  }

  @Test
  void aRefusalTellsItsReason() {
    String text = "portolan-server: cannot listen on 127.0.0.1:80: Permission denied; choose\n";
    assertThat(new HubLog(text).refusal()).contains("Permission denied");
    assertThat(new HubLog("portolan-server: listening on 127.0.0.1:80, ").refusal()).isEmpty();
  }
}
