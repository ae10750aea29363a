package dev.portolan.agent.discovery.reduction;

/** An object says something that cannot be understood; whoever read it keeps what it had before. */
public final class UnreadableObjectException extends Exception {
  UnreadableObjectException(String message) {
    super(message);
  }
}
