package dev.portolan.cli.register;

import dev.portolan.cli.shell.Shell;
import dev.portolan.registration.RegistrationListener;
import java.time.Duration;

/**
 * Says at the terminal how it goes with a registration, once there is one: what goes wrong before
 * is the command's to say. Called on the client's thread, begun and ended on the command's.
 */
final class Announcements implements RegistrationListener {
  private final Shell shell;
  private final Duration ttl;
  private volatile boolean registered;
  private boolean away; // of the client's thread

  Announcements(Shell shell, Duration ttl) {
    this.shell = shell;
    this.ttl = ttl;
  }

  /** There is a registration from now on, or there is none any more. */
  void registered(boolean now) {
    registered = now;
  }

  @Override
  public void away(String reason) {
    away = registered;
    say(
        "the hub does not answer (%s); trying again. A hub that was restarted keeps the registration, and one that does not hear us for %d s withdraws it"
            .formatted(reason, ttl.toSeconds()));
  }

  @Override
  public void back() {
    if (away) {
      away = false;
      say("the hub answers again");
    }
  }

  @Override
  public void registeredAgain(int registrations) {
    say("the hub had withdrawn or lost the registration; it is registered again");
  }

  @Override
  public void refused(String instance, String reason) {
    say("%s is not registered any more (%s); trying again".formatted(instance, reason));
  }

  private void say(String message) {
    if (registered) {
      shell.say(message);
    }
  }
}
