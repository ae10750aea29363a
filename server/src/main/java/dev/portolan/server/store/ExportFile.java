package dev.portolan.server.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portolan.registry.Recorded;
import dev.portolan.registry.Revision;
import dev.portolan.server.control.StoreException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A registry as a text file that no database is needed to read: a line for each record with its key
 * and, in base64, its value, between a first line that names the revision and a last one that tells
 * whether all is there.
 */
final class ExportFile {
  private static final Pattern FIRST =
      Pattern.compile("portolan-export 1 ([0-9a-f]{16})\\.(\\d{1,18})");

  private ExportFile() {}

  /** What a file holds. */
  record Content(Revision revision, List<Recorded<?>> records) {}

  static void write(Path file, Revision revision, List<Recorded<?>> records) {
    CRC32 sum = new CRC32();
    try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
      line(out, sum, "portolan-export 1 " + revision);
      for (Recorded<?> recorded : records) {
        String key = new String(RecordCodec.key(recorded.key()), UTF_8);
        String value = Base64.getEncoder().encodeToString(RecordCodec.value(recorded));
        line(out, sum, key + "\t" + value);
      }
      out.write(last(records.size(), sum));
      out.newLine();
    } catch (IOException e) {
      throw new StoreException("%s cannot be written: %s".formatted(file, e), e);
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws StoreException if it is none, or not all is there
   */
  static Content read(Path file) {
    CRC32 sum = new CRC32();
    List<Recorded<?>> records = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file, UTF_8)) {
      String line = in.readLine();
      Matcher first = FIRST.matcher(line == null ? "" : line);
      if (!first.matches()) {
        throw new StoreException("%s is no export of a store".formatted(file));
      }
      add(sum, first.group());
      for (line = in.readLine(); line != null; line = in.readLine()) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
          break;
        }
        add(sum, line);
        records.add(
            RecordCodec.decode(
                line.substring(0, tab).getBytes(UTF_8),
                Base64.getDecoder().decode(line.substring(tab + 1))));
      }
      if (!last(records.size(), sum).equals(line)) {
        throw new StoreException(
            "%s is cut short or damaged after %d records".formatted(file, records.size()));
      }
      return new Content(new Revision(first.group(1), Long.parseLong(first.group(2))), records);
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private static String last(int records, CRC32 sum) {
    return "end %d %08x".formatted(records, sum.getValue());
  }

  private static void line(BufferedWriter out, CRC32 sum, String text) throws IOException {
    out.write(text);
    out.write('\n');
    add(sum, text);
  }

  private static void add(CRC32 sum, String line) {
    sum.update((line + "\n").getBytes(US_ASCII));
  }
}
