package dev.portolan.it.mesh;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pod addresses of one test. No two tests share one, for istiod finds pods by their addresses, and
 * those of earlier tests still run.
 *
 * @param subnet third octet
 */
record Pods(int subnet) {
  private static final AtomicInteger NEXT = new AtomicInteger();

  Pods() {
    this(NEXT.incrementAndGet());
  }

  /** A pod's address at a site; the number is its last octet. */
  String at(Site site, int number) {
    return "10.%d.%d.%d".formatted(site.podRange(), subnet, number);
  }

  /** Where a proxy finds its port. */
  String port(Site site, int number) {
    return at(site, number) + ":9080";
  }
}
