package dev.portolan.cli.hub;

import dev.portolan.v1.Revision;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;

/** Reads all pages of a list. The first page's token pins the revision of the others. */
@FunctionalInterface
interface Pages<T> {
  int PAGE_SIZE = 1000;

  /** One page; an empty next token ends the list. */
  record Page<T>(List<T> items, String nextToken, Revision revision) {}

  Page<T> read(String token);

  /** The whole list. When its revision is gone before the last page, starts again, once. */
  default Listed<T> all() {
    try {
      return once();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.OUT_OF_RANGE) {
        throw e;
      }
      return once();
    }
  }

  private Listed<T> once() {
    List<T> items = new ArrayList<>();
    Page<T> page = read("");
    items.addAll(page.items());
    while (!page.nextToken().isEmpty()) {
      page = read(page.nextToken());
      items.addAll(page.items());
    }
    return new Listed<>(page.revision(), items);
  }
}
