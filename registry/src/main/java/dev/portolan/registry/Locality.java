package dev.portolan.registry;

import java.util.Comparator;

/** Region, zone and subzone as in Kubernetes node labels; empty parts are unknown. */
public record Locality(String region, String zone, String subzone) implements Comparable<Locality> {
  /** Nothing known. */
  public static final Locality UNKNOWN = new Locality("", "", "");

  private static final Comparator<Locality> ORDER =
      Comparator.comparing(Locality::region)
          .thenComparing(Locality::zone)
          .thenComparing(Locality::subzone);

  public Locality {
    for (String part : new String[] {region, zone, subzone}) {
      Names.require("locality", part, Names.labelValueProblem(part));
    }
    if ((region.isEmpty() && !zone.isEmpty()) || (zone.isEmpty() && !subzone.isEmpty())) {
      throw new IllegalArgumentException(
          "locality " + region + "/" + zone + "/" + subzone + " has a part without its parent");
    }
  }

  /** What the two have in common, from the region inwards. */
  public Locality commonWith(Locality other) {
    if (!region.equals(other.region)) {
      return UNKNOWN;
    }
    if (!zone.equals(other.zone)) {
      return new Locality(region, "", "");
    }
    return subzone.equals(other.subzone) ? this : new Locality(region, zone, "");
  }

  @Override
  public int compareTo(Locality other) {
    return ORDER.compare(this, other);
  }

  /** {@code region/zone/subzone} without empty tail, as Istio writes localities. */
  @Override
  public String toString() {
    if (zone.isEmpty()) {
      return region;
    }
    return subzone.isEmpty() ? region + '/' + zone : region + '/' + zone + '/' + subzone;
  }
}
