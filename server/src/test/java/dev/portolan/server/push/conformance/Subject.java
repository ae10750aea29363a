package dev.portolan.server.push.conformance;

import com.google.protobuf.Message;
import io.grpc.Channel;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;

/** A discovery server under test, in the hands of a case. */
public interface Subject extends AutoCloseable {

  Channel channel();

  /** Serves this from now on: type URL → name → resource. One call is one logical change. */
  void publish(Map<String, SortedMap<String, Message>> world);

  /** Returns when all that was done before has had its effect on every stream. */
  void settle();

  /** Streams of which the server still keeps something, where it can say. */
  OptionalInt openStreams();

  /** Another server of the same kind that finds the same content at its start. */
  Subject restarted(Map<String, SortedMap<String, Message>> world);

  @Override
  void close();
}
