package dev.portolan.bench.figure;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code report.json}: the whole run, and at the top all ratios by name, for other programs. */
public final class ReportFile {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .create();

  private ReportFile() {}

  /** Writes {@code report.json} and the plots into a directory. */
  public static void write(Report report, Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("report.json"), json(report));
    for (Outcome outcome : report.outcomes()) {
      for (Plot plot : outcome.plots()) {
        Files.writeString(directory.resolve(plot.file() + ".svg"), Svg.draw(plot));
      }
    }
  }

  static String json(Report report) {
    JsonObject ratios = new JsonObject();
    for (Outcome outcome : report.outcomes()) {
      for (Ratio ratio : outcome.ratios()) {
        JsonObject one = new JsonObject();
        one.addProperty("value", ratio.value());
        one.addProperty("goal", ratio.sense().sign() + " " + ratio.goal());
        one.addProperty("met", ratio.met() && !outcome.rejected());
        ratios.add(outcome.id() + " " + ratio.name(), one);
      }
    }
    JsonObject all = new JsonObject();
    all.add("ratios", ratios);
    all.add("rejected", GSON.toJsonTree(report.rejected()));
    all.add("run", GSON.toJsonTree(report));
    return GSON.toJson(all) + "\n";
  }

  /** Reads what {@link #write} wrote. */
  public static Report read(Path directory) throws IOException {
    return parse(Files.readString(directory.resolve("report.json")));
  }

  static Report parse(String json) {
    JsonElement run = GSON.fromJson(json, JsonObject.class).get("run");
    Report report = GSON.fromJson(run, Report.class);
    if (report == null) {
      throw new IllegalArgumentException("this is no report");
    }
    return report;
  }

  /** Names of the files that {@link #write} makes beside the report. */
  public static List<String> plots(Report report) {
    return report.outcomes().stream()
        .flatMap(outcome -> outcome.plots().stream())
        .map(plot -> plot.file() + ".svg")
        .toList();
  }
}
