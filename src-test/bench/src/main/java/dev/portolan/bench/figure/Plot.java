package dev.portolan.bench.figure;

import java.util.List;

/**
 * Curves over one axis, to be drawn with logarithmic axes.
 *
 * @param file without its ending
 */
public record Plot(String file, String title, String x, String y, List<Curve> curves) {
  public Plot {
    curves = List.copyOf(curves);
  }

  /** One curve's points, by x. */
  public record Curve(String name, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /** Both above 0. */
  public record Point(double x, double y) {}
}
