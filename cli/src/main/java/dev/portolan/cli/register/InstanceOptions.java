package dev.portolan.cli.register;

import dev.portolan.cli.get.Cells;
import dev.portolan.cli.shell.CommandException;
import dev.portolan.cli.shell.DurationText;
import dev.portolan.cli.shell.ExitCode;
import dev.portolan.registration.Instance;
import dev.portolan.v1.Protocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The flags that say what is registered. Filled by picocli before the command runs. */
final class InstanceOptions {
  private static final String NONE = "auto";

  @Option(
      names = "--service",
      required = true,
      paramLabel = "NS/NAME",
      order = 1,
      description = "Namespace and name of the service.")
  private String service = "";

  @Option(
      names = "--host",
      required = true,
      paramLabel = "ADDRESS",
      order = 2,
      description = "Where clusters reach the instance: an IP address, or a name that has one.")
  private String host = "";

  @Option(
      names = "--port",
      required = true,
      paramLabel = "PORT[:TARGET]",
      order = 3,
      description =
          "Port of the service, and that of the instance where it is another; more than once for"
              + " several.")
  private List<String> ports = List.of();

  @Option(
      names = "--protocol",
      paramLabel = "PROTOCOL",
      order = 4,
      description =
          "http, http2, https, grpc, grpc-web, tcp, tls, mongo, mysql, redis or auto"
              + " (default: auto, the proxies find out).")
  private String protocol = NONE;

  @Option(
      names = "--id",
      paramLabel = "ID",
      order = 5,
      description = "Tells the instances of the service apart (default: address and port).")
  private String id = "";

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      order = 6,
      description = "A label of the instance; more than once for several.")
  private Map<String, String> labels = new TreeMap<>();

  @Option(
      names = "--locality",
      paramLabel = "REGION[/ZONE]",
      order = 7,
      description = "Where the instance runs.")
  private String locality = "";

  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      order = 8,
      description = "Clusters of this network reach it directly (default: one of its own).")
  private String network = "";

  @Option(
      names = "--reachable-from",
      paramLabel = "NETWORK",
      order = 9,
      description = "So do clusters of this one; '*' for all. More than once for several.")
  private List<String> reachableFrom = List.of();

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      order = 10,
      converter = DurationText.class,
      description = "How long the registration stays without a renewal (default: 30s).")
  private Duration ttl = Duration.ofSeconds(30);

  /** How long it stays without a renewal. */
  Duration ttl() {
    return ttl;
  }

  /** The port at which the instance serves the first port of the service. */
  int target() {
    return numbers().get(0)[1];
  }

  /** The address that was found for the host. */
  String address() {
    try {
      // A literal is read as such; a name is asked for once, and the instance has that address.
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException e) {
      throw usage("--host: '%s' is no address, and no name that has one".formatted(host));
    }
  }

  /** What is to be registered. */
  Instance instance() {
    String address = address();
    String given =
        id.isEmpty() ? address.replace(':', '-').replaceAll("^-+|-+$", "") + "-" + target() : id;
    try {
      Instance instance = Instance.of(service, given, address).ttl(ttl);
      Protocol known = protocol();
      for (int[] port : numbers()) {
        instance = instance.port(port[0], known, port[1]);
      }
      for (Map.Entry<String, String> label : labels.entrySet()) {
        instance = instance.label(label.getKey(), label.getValue());
      }
      if (!locality.isEmpty()) {
        String[] parts = locality.split("/", 2);
        instance = instance.locality(parts[0], parts.length > 1 ? parts[1] : "");
      }
      return instance.network(network, reachableFrom);
    } catch (IllegalArgumentException e) {
      throw usage("--service: " + e.getMessage());
    }
  }

  private List<int[]> numbers() {
    List<int[]> numbers = new ArrayList<>();
    for (String text : ports) {
      String[] parts = text.split(":", 2);
      int number = number(text, parts[0]);
      numbers.add(new int[] {number, parts.length > 1 ? number(text, parts[1]) : number});
    }
    return numbers;
  }

  private static int number(String text, String part) {
    int number = part.matches("[0-9]{1,5}") ? Integer.parseInt(part) : 0;
    if (number < 1 || number > 65535) {
      throw usage("--port: '%s' is no PORT or PORT:TARGET; a port is 1 to 65535".formatted(text));
    }
    return number;
  }

  private Protocol protocol() {
    if (protocol.equals(NONE)) {
      return Protocol.PROTOCOL_UNSPECIFIED;
    }
    String wanted = protocol.toLowerCase(Locale.ROOT).replace('_', '-');
    return protocols()
        .filter(each -> word(each).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    "--protocol: '%s' is not known; there are %s and %s"
                        .formatted(
                            protocol,
                            protocols()
                                .map(InstanceOptions::word)
                                .collect(Collectors.joining(", ")),
                            NONE)));
  }

  private static Stream<Protocol> protocols() {
    return Arrays.stream(Protocol.values())
        .filter(each -> each != Protocol.PROTOCOL_UNSPECIFIED && each != Protocol.UNRECOGNIZED);
  }

  private static String word(Protocol known) {
    return Cells.word(known, "PROTOCOL_");
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
