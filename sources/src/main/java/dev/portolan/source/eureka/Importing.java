package dev.portolan.source.eureka;

import dev.portolan.source.mapping.Instance;
import dev.portolan.source.mapping.ServiceMapping;
import dev.portolan.source.records.SourceRecords;
import java.util.List;

/** From what is known of applications to records. Confined to the source's loop. */
record Importing(ServiceMapping mapping, SourceRecords records) {

  boolean selects(String app) {
    return mapping.mayHave(app);
  }

  /** The instances of an application are others now. */
  void update(String app, List<Instance> instances) {
    if (instances.isEmpty()) {
      records.desert(app);
    } else {
      records.put(app, mapping.map(app, instances));
    }
  }

  /** An application is gone. */
  void remove(String app) {
    records.remove(app);
  }
}
