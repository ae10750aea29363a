package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portolan.server.control.Lineage;
import dev.portolan.server.control.Lineage.Start;
import dev.portolan.server.control.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The starts of hubs that have written a store, in plain text beside the database: hubs that do not
 * know it leave it alone, so the format of the store is the same with and without it. Confined to
 * one thread.
 */
final class StartsFile {
  private static final Logger log = LoggerFactory.getLogger(StartsFile.class);
  private static final Pattern EPOCH = Pattern.compile("epoch ([0-9a-f]{16})");
  private static final Pattern START = Pattern.compile("start ([0-9a-f]{16}) from (\\d{1,18})");

  private final Path file;

  StartsFile(Path file) {
    this.file = file;
  }

  /**
   * The starts that have written an epoch. Nothing is known when the file is not there, is of
   * another epoch or cannot be read: a check less, which is no reason not to start.
   */
  Lineage read(String epoch) {
    try {
      Lineage read = parse(Files.readAllLines(file, US_ASCII));
      return read.epoch().equals(epoch) ? read : Lineage.unknown(epoch);
    } catch (NoSuchFileException e) {
      return Lineage.unknown(epoch);
    } catch (IOException | IllegalArgumentException e) {
      log.warn("{} cannot be read and begins anew: {}", file, e.toString());
      return Lineage.unknown(epoch);
    }
  }

  /**
   * Replaces the file, all or nothing; on the disk when this returns.
   *
   * @throws StoreException if that is not possible
   */
  void write(Lineage lineage) {
    StringBuilder text = new StringBuilder("epoch " + lineage.epoch() + "\n");
    for (Start start : lineage.starts()) {
      text.append("start %s from %d%n".formatted(start.name(), start.first()));
    }
    try {
      WholeFile.write(file, text.toString());
    } catch (IOException e) {
      throw new StoreException(
          "%s cannot be written: %s; check the disk and its free space".formatted(file, e), e);
    }
  }

  private static Lineage parse(List<String> lines) {
    Matcher epoch = EPOCH.matcher(lines.isEmpty() ? "" : lines.get(0));
    if (!epoch.matches()) {
      throw new IllegalArgumentException("the first line names no epoch");
    }
    List<Start> starts = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher start = START.matcher(line);
      if (!start.matches()) {
        throw new IllegalArgumentException("'" + line + "' names no start");
      }
      starts.add(new Start(start.group(1), Long.parseLong(start.group(2))));
    }
    return new Lineage(epoch.group(1), starts);
  }
}
