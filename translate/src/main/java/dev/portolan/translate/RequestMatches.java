package dev.portolan.translate;

import dev.portolan.registry.HeaderMatch;
import dev.portolan.registry.RequestMatch;
import io.fabric8.istio.api.api.networking.v1alpha3.HTTPMatchRequest;
import io.fabric8.istio.api.api.networking.v1alpha3.StringMatch;
import io.fabric8.istio.api.api.networking.v1alpha3.StringMatchExact;
import io.fabric8.istio.api.api.networking.v1alpha3.StringMatchPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests a route of a VirtualService is for. Istio takes one method and one path of each
 * entry, and any of the entries will do: so there is one for each pair.
 */
final class RequestMatches {
  private RequestMatches() {}

  static List<HTTPMatchRequest> of(RequestMatch match) {
    List<HTTPMatchRequest> entries = new ArrayList<>();
    for (Optional<String> path : orNone(match.paths())) {
      for (Optional<String> method : orNone(match.methods())) {
        HTTPMatchRequest entry = new HTTPMatchRequest();
        path.map(RequestMatches::path).ifPresent(entry::setUri);
        method.map(RequestMatches::exact).ifPresent(entry::setMethod);
        entry.setHeaders(headers(match.headers()));
        entries.add(entry);
      }
    }
    return entries;
  }

  private static List<Optional<String>> orNone(Collection<String> values) {
    return values.isEmpty()
        ? List.of(Optional.empty())
        : values.stream().map(Optional::of).toList();
  }

  private static Map<String, StringMatch> headers(Map<String, HeaderMatch> said) {
    Map<String, StringMatch> headers = new LinkedHashMap<>();
    said.forEach((name, header) -> headers.put(name, header(header)));
    return headers;
  }

  // One without a value asks only that the header is there.
  private static StringMatch header(HeaderMatch header) {
    return switch (header.by()) {
      case EXACT -> exact(header.value());
      case PREFIX -> prefix(header.value());
      case PRESENT -> new StringMatch();
    };
  }

  private static StringMatch path(String path) {
    return path.endsWith("*") ? prefix(path.substring(0, path.length() - 1)) : exact(path);
  }

  private static StringMatch exact(String value) {
    return new StringMatch(new StringMatchExact(value));
  }

  private static StringMatch prefix(String value) {
    return new StringMatch(new StringMatchPrefix(value));
  }
}
