package dev.portolan.cli.hub;

import dev.portolan.v1.Revision;
import java.util.List;
import java.util.function.Predicate;

/** A whole list as it was at one revision. */
public record Listed<T>(Revision revision, List<T> items) {
  public Listed {
    items = List.copyOf(items);
  }

  public Listed<T> only(Predicate<? super T> wanted) {
    return new Listed<>(revision, items.stream().filter(wanted).toList());
  }
}
