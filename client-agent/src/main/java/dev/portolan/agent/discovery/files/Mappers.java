package dev.portolan.agent.discovery.files;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;

/** The parsers: strict about syntax and repeated keys, indifferent to unknown fields. */
final class Mappers {
  private static final ObjectMapper YAML = yaml();
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Mappers() {}

  static ObjectMapper forFile(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : YAML;
  }

  private static ObjectMapper yaml() {
    LoaderOptions options = new LoaderOptions();
    // Files are bounded before they are parsed; the parser's own bound of 3 MiB is too small.
    options.setCodePointLimit(Integer.MAX_VALUE);
    return YAMLMapper.builder(
            YAMLFactory.builder()
                .loaderOptions(options)
                // "endpoints:" without a value is null, as for every other reader of such files.
                .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }
}
