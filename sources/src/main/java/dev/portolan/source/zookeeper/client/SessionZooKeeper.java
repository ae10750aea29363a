package dev.portolan.source.zookeeper.client;

import dev.portolan.source.zookeeper.ZooKeeperApi;
import dev.portolan.source.zookeeper.ZooKeeperException;
import dev.portolan.source.zookeeper.ZooKeeperException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ZooKeeper's own client, one session after the other. Its callbacks only hand on: they run on the
 * one thread that also delivers events.
 */
public final class SessionZooKeeper implements ZooKeeperApi {
  private static final Logger LOG = LoggerFactory.getLogger(SessionZooKeeper.class);
  // Names of a service's nodes come in one answer, which a client refuses beyond 1 MB by default.
  private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

  private final ZooKeeperEndpoint endpoint;
  private @Nullable Session session;
  private @Nullable Listener listener;
  private boolean closed;

  public SessionZooKeeper(ZooKeeperEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** A session with what it was told of who asks. */
  private static final class Session {
    private final ZooKeeper client;
    private String identity = "";

    Session(ZooKeeper client) {
      this.client = client;
    }
  }

  @Override
  public synchronized void open(Listener receiver) {
    listener = receiver;
    reopen();
  }

  @Override
  public synchronized void reopen() {
    end();
    Listener receiver = listener;
    if (closed || receiver == null) {
      return;
    }
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKConfig.JUTE_MAXBUFFER, Integer.toString(LARGEST_ANSWER));
    Events events = new Events(receiver);
    try {
      ZooKeeper client =
          new ZooKeeper(
              endpoint.connect(), (int) endpoint.sessionTimeout().toMillis(), events, config);
      events.client = client;
      session = new Session(client);
    } catch (IOException e) {
      LOG.error("no session can be begun; it is tried again", e);
    }
  }

  private void end() {
    Session ended = session;
    session = null;
    if (ended != null) {
      // It says good-bye, which may take as long as a connection does.
      Thread farewell = new Thread(() -> close(ended.client), "portolan-zookeeper-farewell");
      farewell.setDaemon(true);
      farewell.start();
    }
  }

  private static void close(ZooKeeper client) {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable ZooKeeper client() {
    return session == null ? null : session.client;
  }

  /** Events of one session; those of an earlier one are of no interest. */
  private final class Events implements Watcher {
    private final Listener receiver;
    private volatile @Nullable ZooKeeper client;

    Events(Listener receiver) {
      this.receiver = receiver;
    }

    @Override
    public void process(WatchedEvent event) {
      ZooKeeper own = client;
      if (own != null && own != client()) {
        return;
      }
      if (event.getType() != Event.EventType.None) {
        receiver.changed(event.getPath(), event.getType() == Event.EventType.NodeDeleted);
        return;
      }
      switch (event.getState()) {
        case SyncConnected -> receiver.connected();
        case Disconnected -> receiver.lost("no server of the ensemble is connected", false);
        case Expired -> receiver.lost("the session has expired", true);
        default -> LOG.debug("{}", event);
      }
    }
  }

  @Override
  public CompletableFuture<Void> watch(String path) {
    return this.<Void>ask(
        (client, answer) ->
            client.addWatch(
                path,
                AddWatchMode.PERSISTENT_RECURSIVE,
                (code, where, context) -> complete(answer, code, path, () -> null),
                null));
  }

  @Override
  public CompletableFuture<Void> sync(String path) {
    Optional<String> problem = showIdentity();
    return problem.isPresent()
        ? CompletableFuture.failedFuture(new ZooKeeperException(Kind.DENIED, problem.get()))
        : this.<Void>ask(
            (client, answer) ->
                client.sync(
                    path,
                    (code, where, context) -> complete(answer, code, path, () -> null),
                    null));
  }

  @Override
  public CompletableFuture<List<String>> children(String path) {
    return this.<List<String>>ask(
        (client, answer) ->
            client.getChildren(
                path,
                false,
                (int code, String where, Object context, List<String> children) ->
                    complete(answer, code, path, () -> List.copyOf(children)),
                null));
  }

  // Asked for its size before: an answer that is too large would end the connection. Where there is
  // no answer there is no stat: a method reference would ask it for itself at once.
  @Override
  public CompletableFuture<byte[]> data(String path) {
    return this.<Integer>ask(
            (client, answer) ->
                client.exists(
                    path,
                    false,
                    (code, where, context, stat) ->
                        complete(answer, code, path, () -> stat.getDataLength()),
                    null))
        .thenCompose(
            length ->
                length > endpoint.largestNode()
                    ? CompletableFuture.failedFuture(
                        new ZooKeeperException(
                            Kind.TOO_LARGE,
                            "it has %d bytes; %d are read"
                                .formatted(length, endpoint.largestNode())))
                    : dataOf(path));
  }

  private CompletableFuture<byte[]> dataOf(String path) {
    return this.<byte[]>ask(
        (client, answer) ->
            client.getData(
                path,
                false,
                (code, where, context, data, stat) ->
                    complete(answer, code, path, () -> data == null ? new byte[0] : data),
                null));
  }

  private interface Request<T> {
    void send(ZooKeeper client, CompletableFuture<T> answer);
  }

  private <T> CompletableFuture<T> ask(Request<T> request) {
    ZooKeeper client = client();
    if (client == null) {
      return CompletableFuture.failedFuture(
          new ZooKeeperException(Kind.UNAVAILABLE, "there is no session"));
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    request.send(client, answer);
    return answer;
  }

  private interface Value<T> {
    @Nullable T get();
  }

  private static <T> void complete(
      CompletableFuture<T> answer, int code, String path, Value<T> value) {
    Code known = Code.get(code);
    if (known == Code.OK) {
      answer.complete(value.get());
      return;
    }
    Kind kind =
        switch (known) {
          case NONODE -> Kind.ABSENT;
          case NOAUTH -> Kind.DENIED;
          default -> Kind.UNAVAILABLE;
        };
    answer.completeExceptionally(
        new ZooKeeperException(
            kind, String.valueOf(KeeperException.create(known, path).getMessage())));
  }

  /** Shows who asks, if it is somebody else than before; why it cannot, if it cannot. */
  private synchronized Optional<String> showIdentity() {
    if (endpoint.authFile().isEmpty() || session == null) {
      return Optional.empty();
    }
    String identity;
    try {
      identity = Files.readString(endpoint.authFile().get()).strip();
    } catch (IOException e) {
      return Optional.of("the identity in zookeeper.auth-file cannot be read: " + e);
    }
    if (identity.indexOf(':') < 1) {
      return Optional.of("what is in %s is not user:password".formatted(endpoint.authFile().get()));
    }
    if (!identity.equals(session.identity)) {
      session.client.addAuthInfo("digest", identity.getBytes(StandardCharsets.UTF_8));
      session.identity = identity;
    }
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
  }
}
