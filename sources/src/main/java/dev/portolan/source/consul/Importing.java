package dev.portolan.source.consul;

import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.SourceRecords;
import java.util.Collection;

/** From what is known of services to records. Confined to the source's loop. */
record Importing(ServiceMapping mapping, SourceRecords records) {

  boolean mayHave(String service, Collection<String> tagsOfAny) {
    return mapping.mayHave(service, tagsOfAny);
  }

  /** The instances of a service are others now. */
  void update(ServiceWatch watch) {
    if (watch.instances().isEmpty()) {
      records.desert(watch.name());
    } else {
      records.put(watch.name(), mapping.map(watch.name(), watch.instances()));
    }
  }

  /** A service is gone. */
  void remove(String service) {
    records.remove(service);
  }
}
