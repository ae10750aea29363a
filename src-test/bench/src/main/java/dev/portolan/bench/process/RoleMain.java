package dev.portolan.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server process: plays a role, told line by line on standard input, answering line by line on
 * standard output. Ends when its input ends, so that it never outlives whoever started it.
 */
public final class RoleMain {
  private RoleMain() {}

  /** The class name of the role, which takes a list of words, and these words. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream answers = System.out;
    // What the role itself prints goes to the log.
    System.setOut(System.err);
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(lines), "told");
    reader.setDaemon(true);
    reader.start();
    List<String> words = Arrays.asList(arguments).subList(1, arguments.length);
    try {
      play(start(arguments[0], words), lines, answers);
    } catch (ReflectiveOperationException | LinkageError e) {
      e.printStackTrace();
      answers.println("failed: " + e);
    }
    // Whatever threads the role has.
    Runtime.getRuntime().halt(1);
  }

  private static Role start(String roleClass, List<String> words)
      throws ReflectiveOperationException {
    return Class.forName(roleClass)
        .asSubclass(Role.class)
        .getConstructor(List.class)
        .newInstance(words);
  }

  private static void play(Role role, BlockingQueue<String> lines, PrintStream answers)
      throws InterruptedException {
    answers.println("ready " + role.port());
    while (true) {
      answers.println(answer(role, lines.take()));
    }
  }

  private static void read(BlockingQueue<String> lines) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      System.err.println("standard input: " + e);
    }
    // At once, whatever the role is doing: nobody is there for whom it could matter.
    Runtime.getRuntime().halt(0);
  }

  private static String answer(Role role, String line) {
    List<String> words = List.of(line.split(" ", -1));
    try {
      return "ok "
          + (words.get(0).equals("live")
              ? Vitals.live()
              : role.command(words.get(0), words.subList(1, words.size())));
    } catch (Exception e) {
      e.printStackTrace();
      return "failed " + String.valueOf(e.getMessage()).replace('\n', ' ');
    }
  }
}
