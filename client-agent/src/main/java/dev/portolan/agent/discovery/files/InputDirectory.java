package dev.portolan.agent.discovery.files;

import dev.portolan.agent.discovery.files.DirectoryListing.Stamp;
import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What the directory said so far. Decides what a missing, empty or broken file means: an object is
 * gone when the file that held it says so, or is missing for a while beside others that are not.
 * Confined to one thread.
 */
final class InputDirectory {
  // Within this time of a write, another one need not show in the file's time stamp.
  private static final long STAMP_GRAIN_MILLIS = 1000;

  private final FileSettings settings;
  private final TreeMap<String, InputFile> files = new TreeMap<>();
  private final ObjectOwners owners = new ObjectOwners();
  private final List<Finding> directoryFindings = new ArrayList<>();
  private boolean everListed;
  private boolean complete;
  private OptionalLong settlesAt = OptionalLong.empty();

  InputDirectory(FileSettings settings) {
    this.settings = settings;
  }

  /** Takes in what is there now; {@code now} is of {@code System.nanoTime}. */
  List<ObjectChange> refresh(DirectoryListing listing, long now) {
    directoryFindings.clear();
    listing
        .failures()
        .forEach(
            (path, problem) ->
                directoryFindings.add(
                    new Finding(
                        FindingCode.INPUT_UNREADABLE,
                        path.isEmpty() ? settings.directory().toString() : path,
                        problem + "; what was read from it before is kept")));
    if (listing.files().isEmpty()) {
      heldEmpty(now);
      return List.of();
    }
    boolean changed = readAll(listing);
    boolean settled = settled(changed, now);
    dropMissing(listing, now, settled);
    complete |=
        settled
            && listing.failures().isEmpty()
            && files.values().stream().allMatch(InputFile::understood);
    everListed = true;
    return owners.changes();
  }

  /** Everything was read at least once. */
  boolean complete() {
    return complete;
  }

  /** About directory and files, not about the objects in them. */
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>(directoryFindings);
    files.values().forEach(file -> findings.addAll(file.findings()));
    findings.addAll(owners.findings());
    return findings;
  }

  /** When to refresh even if nothing happens, on the clock of {@code System.nanoTime}. */
  OptionalLong deadline() {
    OptionalLong removal =
        files.values().stream()
            .flatMapToLong(file -> file.missingSince().stream())
            .map(since -> since + settings.removalGrace().toNanos())
            .min();
    return removal.isPresent() && settlesAt.isPresent()
        ? OptionalLong.of(Math.max(removal.getAsLong(), settlesAt.getAsLong()))
        : removal.isPresent() ? removal : settlesAt;
  }

  // An empty directory is a volume not mounted, a checkout under way, a mistake: never a wish.
  private void heldEmpty(long now) {
    settlesAt = OptionalLong.of(now + settings.settle().toNanos());
    directoryFindings.add(
        new Finding(
            FindingCode.INPUT_EMPTY,
            settings.directory().toString(),
            everListed
                ? "no file is left: everything that was read from the %d files is kept"
                    .formatted(files.size())
                : "no .yaml, .yml or .json file yet: nothing is reported as complete"));
  }

  /** Whether absence of a file means anything again, after the directory was empty. */
  private boolean settled(boolean changed, long now) {
    if (settlesAt.isPresent()) {
      if (changed) {
        settlesAt = OptionalLong.of(now + settings.settle().toNanos());
      } else if (now - settlesAt.getAsLong() >= 0) {
        settlesAt = OptionalLong.empty();
      }
    }
    return settlesAt.isEmpty();
  }

  private void dropMissing(DirectoryListing listing, long now, boolean settled) {
    for (String path : List.copyOf(files.keySet())) {
      if (listing.files().containsKey(path)) {
        continue;
      }
      InputFile before = files.getOrDefault(path, InputFile.NEW);
      if (listing.unsure(path)) {
        InputFile held = before.seen(before.stamp(), before.settled());
        files.put(path, held);
        owners.replace(path, before, held);
        continue;
      }
      InputFile file = before.missing(now);
      long since = file.missingSince().orElse(now);
      if (settled && now - since >= settings.removalGrace().toNanos()) {
        files.remove(path);
        owners.remove(path, before);
      } else if (before.missingSince().isEmpty()) {
        files.put(path, file);
        owners.replace(path, before, file);
      }
    }
  }

  private boolean readAll(DirectoryListing listing) {
    boolean changed = false;
    for (var entry : listing.files().entrySet()) {
      InputFile before = files.getOrDefault(entry.getKey(), InputFile.NEW);
      InputFile after = refreshed(entry.getKey(), entry.getValue(), before);
      files.put(entry.getKey(), after);
      if (!after.objects().equals(before.objects())
          || !after.missingSince().equals(before.missingSince())) {
        owners.replace(entry.getKey(), before, after);
      }
      changed |= !after.stamp().equals(before.stamp());
    }
    return changed;
  }

  private InputFile refreshed(String path, Stamp stamp, InputFile before) {
    if (before.settled() && stamp.equals(before.stamp())) {
      return before.missingSince().isEmpty() ? before : before.seen(stamp, true);
    }
    boolean settled = System.currentTimeMillis() - stamp.modifiedMillis() > STAMP_GRAIN_MILLIS;
    InputFile seen = before.seen(stamp, settled);
    if (stamp.size() > settings.maxFileBytes()) {
      return seen.refused(
          "",
          unreadable(
              path,
              "%d bytes; at most %d are read".formatted(stamp.size(), settings.maxFileBytes())));
    }
    try {
      byte[] content = Files.readAllBytes(settings.directory().resolve(path));
      String hash = sha256(content);
      return hash.equals(before.hash())
          ? seen
          : seen.with(path, hash, ObjectParser.parse(path, content));
    } catch (NoSuchFileException e) {
      // Gone since it was listed: the next listing will tell.
      return before;
    } catch (IOException e) {
      return seen.refused("", unreadable(path, "cannot be read: " + e));
    }
  }

  private static Finding unreadable(String path, String message) {
    return new Finding(FindingCode.INPUT_UNREADABLE, path, message);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
