package dev.portolan.it.peers;

/** Whom a test's API server knows, by a token. */
public enum User {
  /** May do everything. */
  ADMIN("admin", "system:masters"),
  /** May do everything; istiod's own name in the server's log and in managed fields. */
  ISTIOD("istiod", "system:masters"),
  /** May do nothing until the test binds a role to the user {@code portolan-agent}. */
  AGENT("portolan-agent", "portolan"),
  /** May do nothing; no test binds a role to it. */
  STRANGER("stranger", "portolan");

  private final String userName;
  private final String group;

  User(String userName, String group) {
    this.userName = userName;
    this.group = group;
  }

  /** The name that a role binding's subject has. */
  public String userName() {
    return userName;
  }

  String group() {
    return group;
  }
}
