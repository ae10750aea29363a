package dev.portolan.server.push.engine.view;

import com.google.protobuf.Any;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;

/**
 * A resource as a field of a response: in incremental ones a {@code Resource} with name and
 * version, in full ones the bare {@code Any}. Fields in the order of their numbers, as protobuf
 * writes them.
 */
final class ResourceField {
  private static final int ENTRY = DeltaDiscoveryResponse.RESOURCES_FIELD_NUMBER;
  private static final int BARE = DiscoveryResponse.RESOURCES_FIELD_NUMBER;

  private ResourceField() {}

  /** Bytes in an incremental response, tag and length included. */
  static int size(String typeUrl, EncodedResource resource) {
    return field(ENTRY, contentSize(typeUrl, resource));
  }

  private static int contentSize(String typeUrl, EncodedResource resource) {
    return field(Resource.VERSION_FIELD_NUMBER, resource.versionBytes().length)
        + field(Resource.RESOURCE_FIELD_NUMBER, anySize(typeUrl, resource))
        + field(Resource.NAME_FIELD_NUMBER, resource.nameLength());
  }

  /** Bytes in a full response. */
  static int bareSize(String typeUrl, EncodedResource resource) {
    return field(BARE, anySize(typeUrl, resource));
  }

  private static int anySize(String typeUrl, EncodedResource resource) {
    int message = resource.messageLength();
    return CodedOutputStream.computeStringSize(Any.TYPE_URL_FIELD_NUMBER, typeUrl)
        + (message == 0 ? 0 : field(Any.VALUE_FIELD_NUMBER, message));
  }

  private static int field(int number, int length) {
    return CodedOutputStream.computeTagSize(number)
        + CodedOutputStream.computeUInt32SizeNoTag(length)
        + length;
  }

  static void write(CodedOutputStream out, String typeUrl, EncodedResource resource)
      throws IOException {
    begin(out, ENTRY, contentSize(typeUrl, resource));
    out.writeByteArray(Resource.VERSION_FIELD_NUMBER, resource.versionBytes());
    writeAny(out, Resource.RESOURCE_FIELD_NUMBER, typeUrl, resource);
    begin(out, Resource.NAME_FIELD_NUMBER, resource.nameLength());
    resource.writeName(out);
  }

  static void writeBare(CodedOutputStream out, String typeUrl, EncodedResource resource)
      throws IOException {
    writeAny(out, BARE, typeUrl, resource);
  }

  private static void writeAny(
      CodedOutputStream out, int number, String typeUrl, EncodedResource resource)
      throws IOException {
    begin(out, number, anySize(typeUrl, resource));
    out.writeString(Any.TYPE_URL_FIELD_NUMBER, typeUrl);
    if (resource.messageLength() > 0) {
      begin(out, Any.VALUE_FIELD_NUMBER, resource.messageLength());
      resource.writeMessage(out);
    }
  }

  private static void begin(CodedOutputStream out, int number, int length) throws IOException {
    out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(length);
  }
}
