package dev.portolan.registry;

/**
 * Changes headers on the client's side: of requests before they are sent, of answers before they
 * arrive.
 */
public record TrafficHeaders(HeaderChanges request, HeaderChanges response) implements TrafficPart {
  public TrafficHeaders {
    if (request.isEmpty() && response.isEmpty()) {
      throw new IllegalArgumentException("changes of headers that change nothing");
    }
  }

  @Override
  public Kind kind() {
    return Kind.HEADERS;
  }
}
