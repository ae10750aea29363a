package dev.portolan.cli.demo;

import java.time.Duration;
import java.util.List;

/**
 * What a change of one cluster's input did to a file in another.
 *
 * @param difference as a unified diff
 * @param took from the moment the changed input was in place until the changed output was
 */
record Effect(List<String> difference, Duration took) {
  Effect {
    difference = List.copyOf(difference);
  }
}
