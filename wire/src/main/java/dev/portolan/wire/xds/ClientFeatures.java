package dev.portolan.wire.xds;

/**
 * What a subscriber can say of itself in {@code Node.client_features}. A hub that does not know a
 * feature behaves as if it were not there.
 */
public final class ClientFeatures {
  /**
   * The subscriber takes a consistent point from {@code system_version_info} of the incremental
   * response that completes it ({@link dev.portolan.wire.RevisionCodec#parse}), so that no bookmark
   * has to follow. It confirms that point as it would a bookmark: by an ACK of type {@link
   * ResourceType#BOOKMARK} with the response's nonce, which acknowledges the response as well.
   */
  public static final String INLINE_POINTS = "dev.portolan.inline-points";

  private ClientFeatures() {}
}
