package dev.portolan.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Random;

/** Messages as a faulty or hostile sender may make them, some near to good ones. */
final class RandomMessages {
  private static final List<String> BAD_TEXTS =
      List.of(
          "", "A", "a/b", "*", "::", "fe80::1%a", "a\u0000", "\u00fc", "x".repeat(300), "1.2.3");
  private static final int DEEPEST = 2;
  private static final List<Integer> BAD_NUMBERS =
      List.of(0, -1, 65_536, Integer.MIN_VALUE, Integer.MAX_VALUE);

  private final Random random;
  private final double badness;
  // A message may hold one of its own type.
  private int depth;

  /** Values are bad with this probability. */
  RandomMessages(Random random, double badness) {
    this.random = random;
    this.badness = badness;
  }

  Message message(Message prototype) {
    Message.Builder builder = prototype.newBuilderForType();
    depth++;
    for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        for (int i = random.nextInt(4); i > 0; i--) {
          builder.addRepeatedField(field, value(field, builder));
        }
      } else if (random.nextDouble() > badness / 2 && (depth < DEEPEST || !isNested(field))) {
        builder.setField(field, value(field, builder));
      }
    }
    depth--;
    return builder.build();
  }

  /** Bytes of a message with some of them changed, doubled or cut off. */
  ByteString mutated(Message message) {
    byte[] bytes = message.toByteArray();
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    int end = random.nextInt(3) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
    ByteString cut = ByteString.copyFrom(bytes, 0, end);
    return random.nextInt(3) == 0 ? cut.concat(message.toByteString()) : cut;
  }

  private static boolean isNested(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().equals(field.getContainingType());
  }

  private Object value(FieldDescriptor field, Message.Builder parent) {
    boolean bad = random.nextDouble() < badness;
    return switch (field.getJavaType()) {
      case STRING -> bad ? pick(BAD_TEXTS) : text(field.getName());
      case INT -> bad ? pick(BAD_NUMBERS) : number(field.getName());
      case LONG -> bad ? random.nextLong() : (Long) 7L;
      case BOOLEAN -> random.nextBoolean();
      case ENUM -> constant(field, bad);
      case MESSAGE -> message(parent.newBuilderForField(field).getDefaultInstanceForType());
      default -> throw new IllegalStateException("field " + field);
    };
  }

  /** Good for a field of that name. */
  private Integer number(String field) {
    return switch (field) {
      case "nanos" -> 0;
      case "wave" -> 1;
      default -> 1 + random.nextInt(1000);
    };
  }

  /** Good for a field of that name. */
  private String text(String field) {
    int number = random.nextInt(250);
    return switch (field) {
      case "address" -> number % 2 == 0 ? "10.0.0." + number : "fd00::" + number;
      case "identities" -> "spiffe://a/ns/b/sa/c" + number;
      default -> "a" + number;
    };
  }

  private EnumValueDescriptor constant(FieldDescriptor field, boolean bad) {
    int number = bad ? random.nextInt() : random.nextInt(field.getEnumType().getValues().size());
    return field.getEnumType().findValueByNumberCreatingIfUnknown(number);
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
