package dev.portolan.agent.apply.sink;

/**
 * Which state of which object was seen, so that a write can demand that nothing has changed since.
 *
 * @param uid of the object; empty where the sink has none
 * @param version the API server's {@code resourceVersion}; empty where the sink has none
 * @param authored our field manager wrote a part of it
 * @param shared somebody else set a part of the spec, so a plain apply would leave that part there
 */
public record Handle(String uid, String version, boolean authored, boolean shared) {
  /** Of a sink without versions. */
  public static final Handle NONE = new Handle("", "", false, false);

  /**
   * Whether this state is later than one of another version. Resource versions of one cluster are
   * decimal numbers that grow with each write (KEP-5504); whatever is not such a number is not
   * later than anything.
   */
  public boolean isLaterThan(String other) {
    return isNumber(version)
        && isNumber(other)
        && (version.length() == other.length()
            ? version.compareTo(other) > 0
            : version.length() > other.length());
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
