package dev.portolan.settings;

/**
 * One thing that is wrong with a configuration.
 *
 * @param origin where: {@code hub.yaml:3}, {@code environment PORTOLAN_HUB_LISTEN}, {@code flag
 *     --listen}
 * @param description which key, which value, what would be right
 */
public record Problem(String origin, String description) {
  @Override
  public String toString() {
    return origin + ": " + description;
  }
}
