package dev.portolan.cli.demo;

import dev.portolan.cli.hub.HubAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the hub's first lines say to whoever started it.
 *
 * @param text so far, possibly up to the middle of a line
 */
record HubLog(String text) {
  private static final Pattern READY =
      Pattern.compile("^portolan-server: listening on (\\S+:[0-9]{1,5}),", Pattern.MULTILINE);
  private static final Pattern REFUSED =
      Pattern.compile("^portolan-server: cannot listen on \\S+: ([^;\\n]+)", Pattern.MULTILINE);

  /** Where it listens, once it does. */
  Optional<HubAddress> address() {
    Matcher ready = READY.matcher(text);
    return ready.find() ? Optional.of(HubAddress.parse(ready.group(1))) : Optional.empty();
  }

  /** Why it could not listen, for example {@code Address already in use}. */
  Optional<String> refusal() {
    Matcher refused = REFUSED.matcher(text);
    return refused.find() ? Optional.of(refused.group(1).strip()) : Optional.empty();
  }
}
