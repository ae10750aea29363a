package dev.portolan.server.ingest;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Resource;
import dev.portolan.registry.ResourceKey;
import dev.portolan.registry.ServiceKey;
import dev.portolan.registry.SliceKey;
import dev.portolan.server.control.RegistryEvent.Change;
import dev.portolan.v1.BatchItem;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.EndpointSliceRemoval;
import dev.portolan.v1.Service;
import dev.portolan.v1.ServiceRemoval;
import dev.portolan.wire.RecordDecoder;
import dev.portolan.wire.Violations;
import java.util.Optional;

/**
 * What one item of a batch says.
 *
 * @param name of the item as its sender spells it; cut and cleaned, for messages only
 * @param listed the service or slice that the item offers, also when the item is refused; empty
 *     when it offers none, or names none that could exist
 * @param change what to do; empty exactly when the item is refused
 */
record DecodedItem(String name, Optional<ResourceKey> listed, Optional<Change> change) {
  private static final int MAX_NAME_LENGTH = 400;

  DecodedItem {
    String clean = name.replaceAll("[^\\p{Print}]", "?");
    name = clean.length() > MAX_NAME_LENGTH ? clean.substring(0, MAX_NAME_LENGTH) : clean;
  }

  /** Reads an item; what is wrong with it is added to the violations. */
  static DecodedItem of(OriginId origin, BatchItem item, Violations violations) {
    RecordDecoder decoder = RecordDecoder.of(origin);
    return switch (item.getItemCase()) {
      case CLUSTER ->
          new DecodedItem(
              "cluster",
              Optional.empty(),
              put(decoder.cluster(item.getCluster(), violations.at("cluster"))));
      case SERVICE -> {
        Service message = item.getService();
        yield new DecodedItem(
            "service/%s/%s".formatted(message.getNamespace(), message.getName()),
            serviceKey(origin, message),
            put(decoder.service(message, violations.at("service"))));
      }
      case ENDPOINT_SLICE -> {
        EndpointSlice message = item.getEndpointSlice();
        yield new DecodedItem(
            sliceName(message.getNamespace(), message.getService(), message.getName()),
            sliceKey(origin, message),
            put(decoder.slice(message, violations.at("endpoint_slice"))));
      }
      case SERVICE_REMOVAL -> {
        ServiceRemoval message = item.getServiceRemoval();
        yield new DecodedItem(
            "service/%s/%s".formatted(message.getNamespace(), message.getName()),
            Optional.empty(),
            decoder.serviceKey(message, violations.at("service_removal")).map(Change.Remove::new));
      }
      case ENDPOINT_SLICE_REMOVAL -> {
        EndpointSliceRemoval message = item.getEndpointSliceRemoval();
        yield new DecodedItem(
            sliceName(message.getNamespace(), message.getService(), message.getName()),
            Optional.empty(),
            decoder
                .sliceKey(message, violations.at("endpoint_slice_removal"))
                .map(Change.Remove::new));
      }
      case ITEM_NOT_SET -> {
        violations.add("item", "is not set, or is of a kind that this hub does not know");
        yield new DecodedItem("", Optional.empty(), Optional.empty());
      }
    };
  }

  /** The item, refused if it is larger than that. */
  DecodedItem atMost(BatchItem item, int maxBytes, Violations violations) {
    int bytes = item.getSerializedSize();
    if (bytes <= maxBytes) {
      return this;
    }
    violations.add(
        "item",
        "has %d bytes; at most %d (max_request_bytes) are allowed".formatted(bytes, maxBytes));
    return new DecodedItem(name, listed, Optional.empty());
  }

  /** The item; one about a cluster with another uid is refused. */
  DecodedItem of(String uid, Violations violations) {
    if (!uid.isEmpty()
        && change.orElse(null) instanceof Change.Put put
        && put.resource() instanceof Cluster cluster
        && !cluster.uid().equals(uid)) {
      if (cluster.uid().isEmpty()) {
        return new DecodedItem(name, listed, put(Optional.of(cluster.identified(uid))));
      }
      violations
          .at("cluster")
          .add("uid", "is %s; the id belongs to the cluster with %s".formatted(cluster.uid(), uid));
      return new DecodedItem(name, listed, Optional.empty());
    }
    return this;
  }

  // The names alone decide what is listed, whatever else is wrong with the item, so they are read
  // as
  // a removal would be: by a decoder of nothing but names.
  private static Optional<ResourceKey> serviceKey(OriginId origin, Service message) {
    Optional<ServiceKey> key =
        RecordDecoder.of(origin)
            .serviceKey(
                ServiceRemoval.newBuilder()
                    .setNamespace(message.getNamespace())
                    .setName(message.getName())
                    .build(),
                new Violations());
    return key.map(ResourceKey.class::cast);
  }

  private static Optional<ResourceKey> sliceKey(OriginId origin, EndpointSlice message) {
    Optional<SliceKey> key =
        RecordDecoder.of(origin)
            .sliceKey(
                EndpointSliceRemoval.newBuilder()
                    .setNamespace(message.getNamespace())
                    .setService(message.getService())
                    .setName(message.getName())
                    .build(),
                new Violations());
    return key.map(ResourceKey.class::cast);
  }

  private static Optional<Change> put(Optional<? extends Resource> record) {
    return record.map(Change.Put::new);
  }

  private static String sliceName(String namespace, String service, String name) {
    return "endpointslice/%s/%s/%s".formatted(namespace, service, name);
  }
}
