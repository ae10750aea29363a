package dev.portolan.source.records;

import dev.portolan.registry.Finding;
import java.util.List;

/**
 * Reads one foreign registry, and decides what is believed of it. Confined to the source's loop.
 */
public interface RegistryWatch {

  /** Asks for the first time; once. */
  void begin();

  /** What there is to say about reading it. */
  List<Finding> findings();

  /** Whether everything that is selected was read at least once. Once true, it stays so. */
  boolean complete();
}
