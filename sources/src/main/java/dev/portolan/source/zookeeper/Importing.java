package dev.portolan.source.zookeeper;

import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.SourceRecords;

/** From what is known of services to records. Confined to the source's loop. */
record Importing(ServiceMapping mapping, SourceRecords records) {

  boolean selects(String service) {
    return mapping.mayHave(service);
  }

  /** The instances of a service are others now. */
  void update(ServiceState service) {
    if (service.instances().isEmpty()) {
      records.desert(service.key());
    } else {
      records.put(service.key(), mapping.map(service.name(), service.instances()));
      service.offered(true);
    }
  }

  /** A service is gone. */
  void remove(ServiceState service) {
    records.remove(service.key());
    service.offered(false);
  }
}
