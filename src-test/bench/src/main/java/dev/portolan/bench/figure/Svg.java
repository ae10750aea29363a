package dev.portolan.bench.figure;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws a {@link Plot} as SVG: decades as grid lines, one colour a curve, each point's value. */
public final class Svg {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 170;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final List<String> COLOURS =
      List.of("#0b6e4f", "#c1292e", "#235789", "#e0a100", "#6a4c93");

  private final Plot plot;
  private final StringBuilder out = new StringBuilder();
  private final double minX;
  private final double maxX;
  private final double minY;
  private final double maxY;

  private Svg(Plot plot) {
    this.plot = plot;
    minX = Math.floor(Math.log10(least(plot, Plot.Point::x)));
    maxX = Math.max(minX + 1, Math.ceil(Math.log10(most(plot, Plot.Point::x))));
    minY = Math.floor(Math.log10(least(plot, Plot.Point::y)));
    maxY = Math.max(minY + 1, Math.ceil(Math.log10(most(plot, Plot.Point::y))));
  }

  /** The drawing as a file's content. */
  public static String draw(Plot plot) {
    return new Svg(plot).drawn();
  }

  private String drawn() {
    put(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">%n",
        WIDTH, HEIGHT);
    put("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n");
    text(LEFT, 22, "start", "#000", plot.title());
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "#000", plot.x());
    text(LEFT, TOP - 4, "middle", "#000", plot.y());
    for (double decade = minX; decade <= maxX; decade++) {
      double x = x(Math.pow(10, decade));
      line(x, TOP, x, HEIGHT - BOTTOM);
      text(x, HEIGHT - BOTTOM + 16, "middle", "#555", label(decade));
    }
    for (double decade = minY; decade <= maxY; decade++) {
      double y = y(Math.pow(10, decade));
      line(LEFT, y, WIDTH - RIGHT, y);
      text(LEFT - 6, y + 4, "end", "#555", label(decade));
    }
    for (int i = 0; i < plot.curves().size(); i++) {
      curve(plot.curves().get(i), COLOURS.get(i % COLOURS.size()), i);
    }
    return out.append("</svg>\n").toString();
  }

  private void curve(Plot.Curve curve, String colour, int index) {
    StringBuilder path = new StringBuilder();
    for (Plot.Point point : curve.points()) {
      path.append(format("%.1f,%.1f ", x(point.x()), y(point.y())));
      put(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n",
          x(point.x()), y(point.y()), colour);
      text(x(point.x()), y(point.y()) - 7, "middle", colour, format("%.3g", point.y()));
    }
    put("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n", path, colour);
    text(WIDTH - RIGHT + 12, TOP + 18 + 18 * index, "start", colour, curve.name());
  }

  private void line(double x1, double y1, double x2, double y2) {
    put(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
        x1, y1, x2, y2);
  }

  private void text(double x, double y, String anchor, String colour, String text) {
    put(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
        x, y, anchor, colour, text.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private void put(String format, Object... values) {
    out.append(format(format, values));
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation's library, for this one method
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values).replace(System.lineSeparator(), "\n");
  }

  private static String label(double decade) {
    return decade < 0
        ? format("%." + (int) -decade + "f", Math.pow(10, decade))
        : thousands(decade);
  }

  private static String thousands(double decade) {
    double value = Math.pow(10, decade);
    return value >= 1e6 ? format("%.0fM", value / 1e6) : format("%.0f", value);
  }

  private double x(double value) {
    return LEFT + (Math.log10(value) - minX) / (maxX - minX) * (WIDTH - RIGHT - LEFT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (Math.log10(value) - minY) / (maxY - minY) * (HEIGHT - BOTTOM - TOP);
  }

  private static double least(Plot plot, ToDoubleFunction<Plot.Point> axis) {
    return plot.curves().stream()
        .flatMap(curve -> curve.points().stream())
        .mapToDouble(axis)
        .min()
        .orElse(1);
  }

  private static double most(Plot plot, ToDoubleFunction<Plot.Point> axis) {
    return plot.curves().stream()
        .flatMap(curve -> curve.points().stream())
        .mapToDouble(axis)
        .max()
        .orElse(1);
  }
}
