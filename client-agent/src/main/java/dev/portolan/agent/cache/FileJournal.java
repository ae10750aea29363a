package dev.portolan.agent.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.agent.downlink.PointJournal;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import dev.portolan.wire.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in one file: a heading, then responses as they came. Every prefix that ends at a
 * bookmark is a state that the agent was in, so damage costs what is behind it and nothing else.
 * Appending costs what the hub sent; when the file has doubled, {@link Digest} writes it anew.
 *
 * <p>Not forced to the disk at each point: a process that is killed loses nothing, a machine that
 * loses power may come back a few points earlier, which the hub then fills.
 */
public final class FileJournal implements PointJournal {
  private static final Logger log = LoggerFactory.getLogger(FileJournal.class);

  /** Below this size a file is never written anew, in bytes. */
  static final long SMALL = 1 << 20;

  private final StateDirectory directory;
  private final Path file;
  private final byte[] heading;
  private @Nullable FileChannel channel;
  private long point;
  private long digested;
  private boolean added;
  private volatile Optional<Finding> problem = Optional.empty();

  /**
   * The journal of a cluster's directory, which it closes.
   *
   * @param cluster whose view it is: a journal of another one is never read
   */
  public FileJournal(StateDirectory directory, OriginId cluster) {
    this.directory = directory;
    this.file = directory.journal();
    this.heading = heading(cluster);
  }

  // The types belong to it: a revision in the journal speaks of those types and no others.
  private static byte[] heading(OriginId cluster) {
    return Arrays.stream(ResourceType.values())
        .map(ResourceType::shortName)
        .collect(Collectors.joining(",", "portolan-agent received 1 " + cluster + " ", "\n"))
        .getBytes(UTF_8);
  }

  @Override
  public Optional<Finding> problem() {
    return problem;
  }

  @Override
  public void replay(Consumer<DeltaDiscoveryResponse> responses) {
    attempt(
        "read",
        () -> {
          FileChannel opened =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          channel = opened;
          Frames.Reader frames = new Frames.Reader(opened);
          boolean known = frames.next().filter(found -> Arrays.equals(found, heading)).isPresent();
          if (known) {
            point = frames.position();
            replay(frames, responses);
          } else {
            begin(opened);
          }
          cut(opened);
          digested = point;
        });
  }

  private void replay(Frames.Reader frames, Consumer<DeltaDiscoveryResponse> responses)
      throws IOException {
    for (Optional<byte[]> next = frames.next(); next.isPresent(); next = frames.next()) {
      try {
        DeltaDiscoveryResponse response = DeltaDiscoveryResponse.parseFrom(next.get());
        responses.accept(response);
        if (isBookmark(response)) {
          point = frames.position();
        }
      } catch (InvalidProtocolBufferException e) {
        log.warn("{} holds what is no response at byte {}; the rest is dropped", file, point, e);
        return;
      }
    }
  }

  static boolean isBookmark(DeltaDiscoveryResponse response) {
    return response.getTypeUrl().equals(ResourceType.BOOKMARK.typeUrl());
  }

  private void begin(FileChannel opened) throws IOException {
    if (opened.size() > 0) {
      log.info("{} was written by another version of the agent; it begins anew", file);
    }
    opened.truncate(0).position(0);
    Frames.append(opened, heading);
    point = opened.position();
  }

  @Override
  public void add(DeltaDiscoveryResponse response) {
    added = true;
    attempt("written", () -> append(response));
  }

  @Override
  public void point(DeltaDiscoveryResponse bookmark) {
    if (!added) {
      // Nothing but time has passed: the point before resumes just as well.
      return;
    }
    added = false;
    attempt(
        "written",
        () -> {
          append(bookmark);
          if (channel != null) {
            point = channel.position();
            if (point > Math.max(SMALL, 2 * digested)) {
              channel = Digest.replace(file, channel, heading);
              point = channel.position();
              digested = point;
            }
          }
        });
  }

  @Override
  public void abandon() {
    added = false;
    attempt(
        "written",
        () -> {
          if (channel != null) {
            cut(channel);
          }
        });
  }

  @Override
  public void close() {
    attempt(
        "closed",
        () -> {
          if (channel != null) {
            channel.force(true);
            channel.close();
            channel = null;
          }
        });
    directory.close();
  }

  private void append(DeltaDiscoveryResponse response) throws IOException {
    if (channel != null) {
      Frames.append(channel, response.toByteArray());
    }
  }

  private void cut(FileChannel opened) throws IOException {
    opened.truncate(point);
    opened.position(point);
  }

  private interface Step {
    void run() throws IOException;
  }

  /** One failure ends the journal; what was whole up to then stays whole. */
  private void attempt(String done, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      channel = null;
      problem =
          Optional.of(
              new Finding(
                  FindingCode.MEMORY_UNUSABLE,
                  "agent/memory",
                  "%s cannot be %s (%s); until the agent is restarted, what the hub sends is not remembered for the next process"
                      .formatted(file, done, e)));
      log.warn("{} cannot be {}; nothing more is remembered by this process", file, done, e);
    }
  }
}
