package dev.portolan.wire;

import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Findings. */
public final class FindingCodec {
  private static final Map<String, FindingCode> CODES =
      Arrays.stream(FindingCode.values())
          .collect(Collectors.toUnmodifiableMap(FindingCode::code, Function.identity()));

  private FindingCodec() {}

  public static dev.portolan.v1.Finding encode(Finding finding) {
    return dev.portolan.v1.Finding.newBuilder()
        .setCode(finding.code().code())
        .setReason(finding.code().reason())
        .setSeverity(EnumCodec.encode(finding.code().severity()))
        .setSubject(finding.subject())
        .setMessage(finding.message())
        .build();
  }

  /** Nothing when the sender is of another version and uses a code that this one does not know. */
  public static Optional<Finding> decode(dev.portolan.v1.Finding message) {
    return Optional.ofNullable(CODES.get(message.getCode()))
        .map(code -> new Finding(code, message.getSubject(), message.getMessage()));
  }
}
