package dev.portolan.bench.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.portolan.server.push.engine.face.BytesMarshaller;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of etcd's gRPC protocol that is needed here (rpc.proto and kv.proto of etcd 3), read as
 * cheaply as {@link Frame} reads ours.
 */
public final class EtcdWire {
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int CREATE = 1;
  private static final int RANGE_END = 2;
  private static final int EVENTS = 11;
  private static final int EVENT_RECORD = 2;

  /** Writes a record. */
  public static final MethodDescriptor<byte[], byte[]> PUT =
      method(MethodDescriptor.MethodType.UNARY, "etcdserverpb.KV/Put", BytesMarshaller.INSTANCE);

  /** Tells the numbers of the records that were written. */
  static final MethodDescriptor<byte[], List<Integer>> WATCH =
      method(
          MethodDescriptor.MethodType.BIDI_STREAMING,
          "etcdserverpb.Watch/Watch",
          new MethodDescriptor.Marshaller<List<Integer>>() {
            @Override
            public InputStream stream(List<Integer> value) {
              throw new UnsupportedOperationException("events are only read");
            }

            @Override
            public List<Integer> parse(InputStream stream) {
              return numbers(stream);
            }
          });

  private EtcdWire() {}

  private static <T> MethodDescriptor<byte[], T> method(
      MethodDescriptor.MethodType type, String name, MethodDescriptor.Marshaller<T> responses) {
    return MethodDescriptor.<byte[], T>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(BytesMarshaller.INSTANCE)
        .setResponseMarshaller(responses)
        .build();
  }

  /** A {@code PutRequest}. */
  public static byte[] put(String key, byte[] value) {
    return message(
        out -> {
          out.writeString(KEY, key);
          out.writeByteArray(VALUE, value);
        });
  }

  /** A {@code WatchRequest} for all keys from one up to another. */
  static byte[] watch(String from, String to) {
    byte[] create =
        message(
            out -> {
              out.writeString(KEY, from);
              out.writeString(RANGE_END, to);
            });
    return message(out -> out.writeByteArray(CREATE, create));
  }

  /** Writes into an array. */
  private interface Content {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      content.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("into an array", e);
    }
    return bytes.toByteArray();
  }

  private static List<Integer> numbers(InputStream stream) {
    List<Integer> numbers = new ArrayList<>();
    try {
      CodedInputStream in = CodedInputStream.newInstance(stream);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == EVENTS) {
          nested(in, EVENT_RECORD, () -> nested(in, KEY, () -> numbers.add(key(in))));
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an event cannot be read", e);
    }
    return numbers;
  }

  private static int key(CodedInputStream in) throws IOException {
    ByteString key = in.readBytes();
    return World.number(key.toStringUtf8());
  }

  /** Reads one field's content. */
  private interface Field {
    void read() throws IOException;
  }

  private static void nested(CodedInputStream in, int field, Field content) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == field) {
        content.read();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(limit);
  }
}
