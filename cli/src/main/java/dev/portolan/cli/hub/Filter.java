package dev.portolan.cli.hub;

/** Which records are asked for; an empty part matches everything. {@code host} is a global host. */
public record Filter(String origin, String namespace, String host) {
  public static final Filter ALL = new Filter("", "", "");
}
