package dev.portolan.server.preview;

import dev.portolan.registry.HostKey;
import dev.portolan.v1.HostPreview;
import dev.portolan.v1.ObjectPreview;
import dev.portolan.v1.PreviewResponse;
import dev.portolan.wire.FindingCodec;

/**
 * Previews as messages. Pure.
 *
 * @param show whether objects travel as YAML
 */
record PreviewMessages(boolean show) {

  PreviewResponse host(HostChange change) {
    HostKey host = change.after().host();
    HostPreview.Builder message =
        HostPreview.newBuilder()
            .setCluster(change.cluster().value())
            .setNamespace(host.namespace())
            .setName(host.name())
            .setDestinationsBefore(change.destinationsBefore())
            .setDestinationsAfter(change.destinationsAfter())
            .setGained(change.gained())
            .setLost(change.lost());
    change.objects().stream().map(this::object).forEach(message::addObjects);
    change.findings().stream().map(FindingCodec::encode).forEach(message::addFindings);
    return PreviewResponse.newBuilder().setHost(message).build();
  }

  private ObjectPreview object(ObjectChange change) {
    ObjectPreview.Builder message =
        ObjectPreview.newBuilder()
            .setKind(change.kind())
            .setNamespace(change.namespace())
            .setName(change.name())
            .setChange(kind(change));
    if (show) {
      message.setBefore(change.before()).setAfter(change.after());
    }
    return message.build();
  }

  private static dev.portolan.v1.ObjectChange kind(ObjectChange change) {
    if (change.created()) {
      return dev.portolan.v1.ObjectChange.OBJECT_CHANGE_CREATED;
    }
    return change.deleted()
        ? dev.portolan.v1.ObjectChange.OBJECT_CHANGE_DELETED
        : dev.portolan.v1.ObjectChange.OBJECT_CHANGE_CHANGED;
  }
}
