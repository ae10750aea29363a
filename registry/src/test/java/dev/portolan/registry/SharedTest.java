package dev.portolan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedTest {
  @Test
  void equalValuesAreOneObject() {
    String one = copy("eu-west-1");
    String other = copy("eu-west-1");
    assertThat(one).isNotSameAs(other);

    assertThat(Shared.value(one)).isSameAs(Shared.value(other));
  }

  @Test
  void valuesThatMeetInOneSlotStayThemselves() {
    List<String> values = IntStream.range(0, 100_000).mapToObj(i -> "value-" + i).toList();

    assertThat(values.stream().map(Shared::value)).containsExactlyElementsOf(values);
  }

  private static String copy(String text) {
    return String.valueOf(text.toCharArray());
  }
}
