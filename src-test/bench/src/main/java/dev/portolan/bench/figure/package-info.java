/**
 * What is made of measurements: medians, ratios with their goals, the report. Pure but for files.
 */
@NullMarked
package dev.portolan.bench.figure;

import org.jspecify.annotations.NullMarked;
