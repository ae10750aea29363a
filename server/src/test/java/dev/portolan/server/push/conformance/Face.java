package dev.portolan.server.push.conformance;

/** The four ways to ask a discovery server. */
public enum Face {
  DELTA_ADS("delta, aggregated"),
  DELTA_TYPED("delta, per type"),
  STATE_ADS("state of the world, aggregated"),
  STATE_TYPED("state of the world, per type");

  private final String title;

  Face(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  public boolean delta() {
    return this == DELTA_ADS || this == DELTA_TYPED;
  }

  public boolean aggregated() {
    return this == DELTA_ADS || this == STATE_ADS;
  }
}
