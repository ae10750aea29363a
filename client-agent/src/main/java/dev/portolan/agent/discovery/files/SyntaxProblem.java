package dev.portolan.agent.discovery.files;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in one line what the parsers say in several, with the place in the file. */
final class SyntaxProblem {
  private SyntaxProblem() {}

  static Finding of(String path, JsonProcessingException problem) {
    String place = path;
    String message = firstLine(problem);
    JsonLocation location = problem.getLocation();
    if (problem.getCause() instanceof MarkedYAMLException yaml && yaml.getProblem() != null) {
      Mark mark = yaml.getProblemMark();
      message = yaml.getProblem();
      place += mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    } else if (location != null) {
      place += ":" + location.getLineNr() + ":" + Math.max(1, location.getColumnNr());
    }
    return new Finding(FindingCode.INPUT_UNREADABLE, place, message);
  }

  /** JSON pointer to the field, from the root of the object. */
  static String pointer(JsonMappingException problem) {
    StringBuilder pointer = new StringBuilder();
    for (Reference step : problem.getPath()) {
      pointer.append('/');
      if (step.getFieldName() == null) {
        pointer.append(step.getIndex());
      } else {
        pointer.append(step.getFieldName().replace("~", "~0").replace("/", "~1"));
      }
    }
    return pointer.toString();
  }

  /** {@code spec.ports[0].port: }, or nothing. */
  static String field(JsonMappingException problem) {
    StringBuilder field = new StringBuilder();
    for (Reference step : problem.getPath()) {
      if (step.getFieldName() == null) {
        field.append('[').append(step.getIndex()).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return field.isEmpty() ? "" : field.append(": ").toString();
  }

  static String firstLine(JsonProcessingException problem) {
    String text = String.valueOf(problem.getOriginalMessage());
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
