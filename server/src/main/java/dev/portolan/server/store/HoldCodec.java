package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portolan.registry.Hold;
import dev.portolan.registry.Hold.Amount;
import dev.portolan.registry.Hold.Cause;
import dev.portolan.registry.Hold.State;
import dev.portolan.registry.HoldKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.wire.xds.ResourceNames;
import dev.portolan.wire.xds.ResourceType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Holds as the store keeps them: a head of numbers, then each held key in a line of its own, {@code
 * s} for a service or {@code e} for a slice and the path.
 */
final class HoldCodec {
  private static final int HEAD_BYTES = 4 * Long.BYTES + 1 + 2 * Integer.BYTES;

  private HoldCodec() {}

  static byte[] encode(Hold hold, Provenance provenance) {
    StringBuilder lines = new StringBuilder();
    for (ResourceKey key : hold.keys()) {
      lines.append(key instanceof ServiceKey ? 's' : 'e').append(key.path()).append('\n');
    }
    byte[] keys = lines.toString().getBytes(UTF_8);
    return ByteBuffer.allocate(HEAD_BYTES + keys.length)
        .putLong(provenance.firstSequence())
        .putLong(provenance.lastSequence())
        .putLong(provenance.reported().toEpochMilli())
        .putLong(hold.since().getEpochSecond())
        .put(number(hold.cause()))
        .putInt(hold.of().services())
        .putInt(hold.of().endpoints())
        .put(keys)
        .array();
  }

  /**
   * The hold under a path.
   *
   * @throws IllegalArgumentException if there is none in the bytes
   */
  static Recorded<Hold> decode(String path, byte[] value) {
    if (value.length < HEAD_BYTES) {
      throw new IllegalArgumentException("%d bytes are too few".formatted(value.length));
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    Provenance provenance =
        new Provenance(bytes.getLong(), bytes.getLong(), Instant.ofEpochMilli(bytes.getLong()));
    Instant since = Instant.ofEpochSecond(bytes.getLong());
    Cause cause = cause(bytes.get());
    Amount of = new Amount(bytes.getInt(), bytes.getInt());
    List<ResourceKey> keys = new ArrayList<>();
    new String(value, HEAD_BYTES, value.length - HEAD_BYTES, UTF_8)
        .lines()
        .map(HoldCodec::key)
        .forEach(keys::add);
    return new Recorded<>(new Hold(key(path, keys), keys, cause, since, of), provenance);
  }

  private static byte number(Cause cause) {
    return (byte)
        switch (cause) {
          case LIST -> 0;
          case BURST -> 1;
          case SILENCE -> 2;
        };
  }

  private static Cause cause(byte number) {
    return Arrays.stream(Cause.values())
        .filter(each -> number(each) == number)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("cause %d is unknown".formatted(number)));
  }

  private static HoldKey key(String path, List<ResourceKey> keys) {
    String[] parts = path.split("/", -1);
    State state =
        Arrays.stream(State.values())
            .filter(each -> parts.length == 2 && each.word().equals(parts[1]))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no state of " + keys.size() + " keys"));
    return new HoldKey(new OriginId(parts[0]), state);
  }

  private static ResourceKey key(String line) {
    ResourceType type = line.startsWith("s") ? ResourceType.SERVICE : ResourceType.SLICE;
    return ResourceNames.parse(type, line.substring(1))
        .orElseThrow(() -> new IllegalArgumentException("'%s' is no key".formatted(line)));
  }
}
