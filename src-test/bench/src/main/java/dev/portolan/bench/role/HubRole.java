package dev.portolan.bench.role;

import dev.portolan.bench.process.Role;
import dev.portolan.server.ServerMain;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The hub as users start it, with its store on disk. Words: the data directory, the file of virtual
 * meshes (empty for a hub that takes its rules by request), how far its beats, and the heartbeats
 * with which agents tell how they fare, are apart (ten minutes where what arrives has to be what
 * was published), and further flags of a hub.
 */
public final class HubRole implements Role {
  private static final String LISTENING = "portolan-server: listening on 127.0.0.1:";

  private final int port;

  public HubRole(List<String> words) {
    CompletableFuture<Integer> listening = new CompletableFuture<>();
    System.setOut(new PrintStream(new Lines(listening), true, StandardCharsets.UTF_8));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--listen", "127.0.0.1:0",
                "--data-directory", words.get(0),
                "--beat-interval", words.get(2),
                "--heartbeat-interval", words.get(2)));
    if (!words.get(1).isEmpty()) {
      arguments.addAll(List.of("--rules", words.get(1)));
    }
    arguments.addAll(words.subList(3, words.size()));
    Thread hub = new Thread(() -> ServerMain.main(arguments.toArray(String[]::new)), "hub");
    hub.setDaemon(true);
    hub.start();
    port = listening.join();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String command(String verb, List<String> words) {
    throw new IllegalArgumentException("a hub is told by its wire only, not to " + verb);
  }

  /** Looks for the port in what the hub prints. Confined to the stream that writes. */
  private static final class Lines extends OutputStream {
    private final CompletableFuture<Integer> listening;
    private final StringBuilder line = new StringBuilder();

    private Lines(CompletableFuture<Integer> listening) {
      this.listening = listening;
    }

    @Override
    public void write(int character) {
      if (character != '\n') {
        line.append((char) character);
        return;
      }
      String text = line.toString();
      line.setLength(0);
      System.err.println(text);
      if (text.startsWith(LISTENING)) {
        String rest = text.substring(LISTENING.length());
        listening.complete(Integer.parseInt(rest.substring(0, rest.indexOf(','))));
      }
    }
  }
}
