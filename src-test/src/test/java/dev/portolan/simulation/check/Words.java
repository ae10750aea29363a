package dev.portolan.simulation.check;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

/** What passes between the parts of a federation, read by those who check it. */
final class Words {
  private Words() {}

  static <M extends MessageLite> M read(Parser<M> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("somebody said what cannot be read", e);
    }
  }
}
