package dev.portolan.bench.process;

import java.util.List;

/** What a server process of ours plays. Called by one thread. */
public interface Role {
  /** Where its clients connect, on loopback. */
  int port();

  /** Does what it is told; the answer, in one line. */
  String command(String verb, List<String> words) throws Exception;
}
