package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.portolan.registry.Hold;
import dev.portolan.registry.Liveness;
import dev.portolan.registry.LivenessKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Provenance;
import dev.portolan.registry.Recorded;
import dev.portolan.registry.Registration;
import dev.portolan.registry.ReportKey;
import dev.portolan.registry.ReportProgress;
import dev.portolan.registry.ResourceKey;
import dev.portolan.server.control.StoreException;
import dev.portolan.wire.RecordEncoder;
import dev.portolan.wire.RegistrationCodec;
import dev.portolan.wire.Standing;
import dev.portolan.wire.Violations;
import dev.portolan.wire.xds.Decoded;
import dev.portolan.wire.xds.ResourceBytes;
import dev.portolan.wire.xds.ResourceDecoder;
import dev.portolan.wire.xds.ResourceType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Records as the store keeps them. Key: a letter for the kind, then the path. Value: the record's
 * wire message with its provenance; report progress and liveness, which have no message of their
 * own, have {@value #PROGRESS_BYTES} and {@value #LIVENESS_BYTES} bytes; holds see {@link
 * HoldCodec}, registrations {@link RegistrationCodec}. The letters never change their meaning.
 */
final class RecordCodec {
  private static final int PROGRESS_BYTES = 5 * Long.BYTES + 2;
  private static final int LIVENESS_BYTES = 5 * Long.BYTES + 1;

  private static final List<ResourceKey.Kind> KINDS = List.of(ResourceKey.Kind.values());

  private RecordCodec() {}

  static byte[] key(ResourceKey key) {
    byte[] path = key.path().getBytes(UTF_8);
    return ByteBuffer.allocate(1 + path.length).put(letter(key.kind())).put(path).array();
  }

  static byte[] value(Recorded<?> recorded) {
    // Whether a cluster has reported and is alive is told by records of their own.
    return recorded.resource() instanceof ReportProgress progress
        ? progressValue(progress, recorded.provenance())
        : recorded.resource() instanceof Liveness liveness
            ? livenessValue(liveness, recorded.provenance())
            : recorded.resource() instanceof Hold hold
                ? HoldCodec.encode(hold, recorded.provenance())
                : recorded.resource() instanceof Registration
                    ? RegistrationCodec.encode(recorded.as(Registration.class)).toByteArray()
                    : ResourceBytes.of(RecordEncoder.encode(recorded, Standing.NONE)).toByteArray();
  }

  /** Whether a record of a kind is stored as the message that is sent of it. */
  static boolean isMessage(ResourceKey.Kind kind) {
    return ResourceType.of(kind).isPresent();
  }

  /**
   * The record under a key.
   *
   * @throws StoreException if there is no record in the bytes; names the key
   */
  static Recorded<?> decode(byte[] key, byte[] value) {
    if (key.length == 0) {
      throw new StoreException("a record is stored without a key");
    }
    String path = new String(key, 1, key.length - 1, UTF_8);
    ResourceKey.Kind kind = kind(key, path);
    try {
      return isMessage(kind) ? resource(kind, path, value) : own(kind, path, value);
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          "the record stored as %s %s cannot be read: %s".formatted(kind, path, e), e);
    }
  }

  /** Of a kind that has no message of discovery. */
  private static Recorded<?> own(ResourceKey.Kind kind, String path, byte[] value) {
    Recorded<?> recorded =
        switch (kind) {
          case REPORT -> progress(path, value);
          case LIVENESS -> liveness(path, value);
          case HOLD -> HoldCodec.decode(path, value);
          case REGISTRATION -> registration(value);
          default -> throw new IllegalStateException(kind + " is stored as its message");
        };
    if (recorded.key().kind() != kind || !recorded.key().path().equals(path)) {
      throw new StoreException(
          "the record stored as %s %s is %s".formatted(kind, path, recorded.key()));
    }
    return recorded;
  }

  private static Recorded<Registration> registration(byte[] value) {
    Violations violations = new Violations();
    try {
      return RegistrationCodec.decode(dev.portolan.v1.Registration.parseFrom(value), violations)
          .orElseThrow(() -> new IllegalArgumentException(violations.toString()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Recorded<?> resource(ResourceKey.Kind kind, String path, byte[] value) {
    ResourceType type =
        ResourceType.of(kind)
            .orElseThrow(() -> new IllegalStateException(kind + " has no message"));
    Violations violations = new Violations();
    Any message = ResourceBytes.any(type, UnsafeByteOperations.unsafeWrap(value));
    return ResourceDecoder.decode(type, path, message, violations)
        .map(Decoded::recorded)
        .orElseThrow(() -> new IllegalArgumentException(violations.toString()));
  }

  private static byte[] progressValue(ReportProgress progress, Provenance provenance) {
    return ByteBuffer.allocate(PROGRESS_BYTES)
        .putLong(provenance.firstSequence())
        .putLong(provenance.lastSequence())
        .putLong(provenance.reported().toEpochMilli())
        .putLong(progress.incarnation())
        .putLong(progress.batch())
        .put(flag(progress.complete()))
        .put(flag(progress.everComplete()))
        .array();
  }

  private static Recorded<ReportProgress> progress(String origin, byte[] value) {
    ByteBuffer bytes = sized(value, PROGRESS_BYTES);
    Provenance provenance = provenance(bytes);
    ReportProgress progress =
        new ReportProgress(
            new ReportKey(new OriginId(origin)),
            bytes.getLong(),
            bytes.getLong(),
            bytes.get() != 0,
            bytes.get() != 0);
    return new Recorded<>(progress, provenance);
  }

  private static byte[] livenessValue(Liveness liveness, Provenance provenance) {
    return ByteBuffer.allocate(LIVENESS_BYTES)
        .putLong(provenance.firstSequence())
        .putLong(provenance.lastSequence())
        .putLong(provenance.reported().toEpochMilli())
        .putLong(liveness.silentSince().getEpochSecond())
        .putLong(liveness.lostFor().toSeconds())
        .put(flag(liveness.lost()))
        .array();
  }

  private static Recorded<Liveness> liveness(String origin, byte[] value) {
    ByteBuffer bytes = sized(value, LIVENESS_BYTES);
    Provenance provenance = provenance(bytes);
    Instant since = Instant.ofEpochSecond(bytes.getLong());
    Duration lostFor = Duration.ofSeconds(bytes.getLong());
    Liveness.State state = bytes.get() != 0 ? Liveness.State.LOST : Liveness.State.STALE;
    return new Recorded<>(
        new Liveness(new LivenessKey(new OriginId(origin)), state, since, lostFor), provenance);
  }

  private static ByteBuffer sized(byte[] value, int size) {
    if (value.length != size) {
      throw new IllegalArgumentException("%d bytes instead of %d".formatted(value.length, size));
    }
    return ByteBuffer.wrap(value);
  }

  private static Provenance provenance(ByteBuffer bytes) {
    return new Provenance(bytes.getLong(), bytes.getLong(), Instant.ofEpochMilli(bytes.getLong()));
  }

  private static byte flag(boolean set) {
    return (byte) (set ? 1 : 0);
  }

  private static byte letter(ResourceKey.Kind kind) {
    return (byte)
        switch (kind) {
          case VIRTUAL_MESH -> 'm';
          case FAILOVER_POLICY -> 'f';
          case TRAFFIC_POLICY -> 't';
          case ACCESS_POLICY -> 'a';
          case CLUSTER -> 'c';
          case REPORT -> 'r';
          case LIVENESS -> 'l';
          case HOLD -> 'h';
          case REGISTRATION -> 'g';
          case SERVICE -> 's';
          case CAPACITY -> 'q';
          case SLICE -> 'e';
        };
  }

  private static ResourceKey.Kind kind(byte[] key, String path) {
    for (ResourceKey.Kind kind : KINDS) {
      if (letter(kind) == key[0]) {
        return kind;
      }
    }
    throw new StoreException(
        "the record stored as '%s' is of unknown kind %d".formatted(path, key[0]));
  }
}
