package dev.portolan.registry;

import dev.portolan.tree.Order;
import dev.portolan.tree.SortedTree;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who offers what, found by host; a snapshot's index. Immutable. The services' own keys in another
 * order, so that an index of millions costs a few bytes each.
 */
final class Offers {
  private static final Order<ServiceKey, ServiceKey> BY_HOST =
      new Order<>() {
        @Override
        public int compareKey(ServiceKey key, ServiceKey element) {
          return compare(key, element);
        }

        @Override
        public int compare(ServiceKey one, ServiceKey other) {
          int byHost = byHost(one.namespace(), one.name(), other);
          return byHost != 0 ? byHost : one.origin().compareTo(other.origin());
        }
      };

  static final Offers NONE = new Offers(SortedTree.empty(BY_HOST));

  private final SortedTree<ServiceKey, ServiceKey> services;

  private Offers(SortedTree<ServiceKey, ServiceKey> services) {
    this.services = services;
  }

  private static int byHost(String namespace, String name, ServiceKey service) {
    int byNamespace = namespace.compareTo(service.namespace());
    return byNamespace != 0 ? byNamespace : name.compareTo(service.name());
  }

  Offers with(List<ServiceKey> offered) {
    return new Offers(services.plusAll(offered.stream().sorted(BY_HOST::compare).toList()));
  }

  Offers without(ServiceKey service) {
    return new Offers(services.minus(service));
  }

  /** Origins of one host, sorted. */
  SortedSet<OriginId> originsOf(HostKey host) {
    SortedSet<OriginId> origins = new TreeSet<>();
    services
        .at(service -> byHost(host.namespace(), host.name(), service))
        .forEach(service -> origins.add(service.origin()));
    return Collections.unmodifiableSortedSet(origins);
  }

  /** Hosts with an origin, sorted, as a view; its size is counted by going through it. */
  Set<HostKey> hosts() {
    return new AbstractSet<>() {
      @Override
      public Iterator<HostKey> iterator() {
        return new Distinct(services.iterator());
      }

      @Override
      public int size() {
        int size = 0;
        for (Iterator<HostKey> each = iterator(); each.hasNext(); each.next()) {
          size++;
        }
        return size;
      }

      @Override
      public boolean isEmpty() {
        return services.isEmpty();
      }

      @Override
      public boolean contains(@Nullable Object host) {
        return host instanceof HostKey key && !originsOf(key).isEmpty();
      }
    };
  }

  /** Hosts of neighbouring services, each once. */
  private static final class Distinct implements Iterator<HostKey> {
    private final Iterator<ServiceKey> services;
    private @Nullable HostKey next;

    Distinct(Iterator<ServiceKey> services) {
      this.services = services;
      this.next = services.hasNext() ? services.next().host() : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public HostKey next() {
      HostKey host = next;
      if (host == null) {
        throw new NoSuchElementException("no further host");
      }
      next = null;
      while (next == null && services.hasNext()) {
        HostKey candidate = services.next().host();
        next = candidate.equals(host) ? null : candidate;
      }
      return host;
    }
  }
}
