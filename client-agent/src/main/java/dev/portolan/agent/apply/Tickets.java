package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Who waits until which objects are written, refused or put off. Costs what is waited for. Confined
 * to one thread.
 */
final class Tickets {
  private final Map<ObjectRef, List<Ticket>> waiting = new HashMap<>();

  private static final class Ticket {
    private final CompletableFuture<Void> done;
    private int open;

    Ticket(CompletableFuture<Void> done, int open) {
      this.done = done;
      this.open = open;
    }
  }

  /** Completes {@code done} when each of the objects has been looked after. */
  void open(Collection<ObjectRef> objects, CompletableFuture<Void> done) {
    if (objects.isEmpty()) {
      done.complete(null);
      return;
    }
    Ticket ticket = new Ticket(done, objects.size());
    objects.forEach(ref -> waiting.computeIfAbsent(ref, r -> new ArrayList<>()).add(ticket));
  }

  /** The object has been looked after. */
  void close(ObjectRef ref) {
    List<Ticket> tickets = waiting.remove(ref);
    if (tickets != null) {
      for (Ticket ticket : tickets) {
        ticket.open--;
        if (ticket.open == 0) {
          ticket.done.complete(null);
        }
      }
    }
  }
}
