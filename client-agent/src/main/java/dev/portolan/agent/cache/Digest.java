package dev.portolan.agent.cache;

import dev.portolan.wire.Violations;
import dev.portolan.wire.xds.ResourceDecoder;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A journal without what was overwritten since: of each resource the last version that was taken
 * and, if a later one was refused, that too; and the last bookmark. Works on the bytes as the hub
 * sent them, so that fields which this agent does not know are there for a later one.
 */
final class Digest {
  private static final int MAX_RESPONSE = 256 << 10;

  private final Map<ResourceType, Versions> types = new EnumMap<>(ResourceType.class);
  private Optional<DeltaDiscoveryResponse> bookmark = Optional.empty();

  /** One type's resources by name, each map in order of arrival. */
  private record Versions(Map<String, Resource> taken, Map<String, Resource> refused) {
    Versions() {
      this(new LinkedHashMap<>(), new LinkedHashMap<>());
    }
  }

  private Digest() {}

  /**
   * Writes a journal anew beside itself and puts it in its place.
   *
   * @param channel of the file, which ends at a point; closed once it is replaced
   * @return of the new file, at its end
   */
  static FileChannel replace(Path file, FileChannel channel, byte[] heading) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      Frames.append(out, heading);
      of(channel).write(out);
      out.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      out.close();
      throw e;
    }
    channel.close();
    return out;
  }

  private static Digest of(FileChannel channel) throws IOException {
    Digest digest = new Digest();
    Frames.Reader frames = new Frames.Reader(channel);
    Optional<byte[]> next = frames.next(); // the heading
    for (next = frames.next(); next.isPresent(); next = frames.next()) {
      digest.take(DeltaDiscoveryResponse.parseFrom(next.get()));
    }
    return digest;
  }

  private void take(DeltaDiscoveryResponse response) {
    ResourceType type = ResourceType.byTypeUrl(response.getTypeUrl()).orElse(null);
    if (type == ResourceType.BOOKMARK) {
      bookmark = Optional.of(response);
    } else if (type != null) {
      Versions versions = types.computeIfAbsent(type, each -> new Versions());
      response.getResourcesList().forEach(resource -> take(type, resource, versions));
      for (String name : response.getRemovedResourcesList()) {
        versions.taken().remove(name);
        versions.refused().remove(name);
      }
    }
  }

  private static void take(ResourceType type, Resource resource, Versions versions) {
    String name = resource.getName();
    boolean readable =
        ResourceDecoder.decode(type, name, resource.getResource(), new Violations()).isPresent();
    versions.refused().remove(name);
    (readable ? versions.taken() : versions.refused()).put(name, resource);
  }

  private void write(FileChannel out) throws IOException {
    for (Map.Entry<ResourceType, Versions> type : types.entrySet()) {
      write(out, type.getKey(), type.getValue().taken().values());
      // After the taken ones, as they came: so they are refused again and cover nothing.
      write(out, type.getKey(), type.getValue().refused().values());
    }
    if (bookmark.isPresent()) {
      Frames.append(out, bookmark.get().toByteArray());
    }
  }

  private static void write(FileChannel out, ResourceType type, Collection<Resource> resources)
      throws IOException {
    DeltaDiscoveryResponse.Builder response =
        DeltaDiscoveryResponse.newBuilder().setTypeUrl(type.typeUrl());
    int size = 0;
    for (Resource resource : resources) {
      if (size > 0 && size + resource.getSerializedSize() > MAX_RESPONSE) {
        Frames.append(out, response.build().toByteArray());
        response.clearResources();
        size = 0;
      }
      response.addResources(resource);
      size += resource.getSerializedSize();
    }
    if (size > 0) {
      Frames.append(out, response.build().toByteArray());
    }
  }
}
