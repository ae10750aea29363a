package dev.portolan.server.config;

import dev.portolan.settings.HostPort;
import dev.portolan.settings.Problem;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import dev.portolan.tls.SpiffeId;
import dev.portolan.tls.TlsFiles;
import dev.portolan.tls.TlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a hub listens, and how it knows who connects.
 *
 * @param address where the gRPC port opens; port 0 takes a free one
 * @param tls its certificate and whom it trusts; without it, everybody is believed
 * @param trustDomain of the SPIFFE ids that callers' certificates carry
 * @param health where a second port answers health checks only, in plain text
 */
public record ListenConfig(
    HostPort address, Optional<TlsFiles> tls, String trustDomain, Optional<HostPort> health) {
  // Names, not addresses: a name is never resolved to decide whether to trust whoever connects.
  private static final Set<String> LOOPBACK = Set.of("localhost", "::1");

  private static final String TRUST_DOMAIN_DEFAULT = "portolan";

  private static final Setting<HostPort> LISTEN =
      Setting.of(
          "listen",
          ValueType.listen(),
          "127.0.0.1:7070",
          "Where agents and readers connect; port 0 takes a free one.");
  private static final Setting<String> TRUST_DOMAIN =
      Setting.of(
          "tls.trust-domain",
          ValueType.of(
              "NAME",
              "a SPIFFE trust domain: lower-case letters, digits, '.', '-' and '_'",
              text -> SpiffeId.isTrustDomain(text) ? Optional.of(text) : Optional.empty()),
          TRUST_DOMAIN_DEFAULT,
          "With TLS, the trust domain of the SPIFFE ids by which the hub knows its callers.");
  private static final Setting<Optional<HostPort>> HEALTH_LISTEN =
      Setting.optional(
          "health-listen",
          ValueType.listen(),
          "Where health checks (grpc.health.v1) are answered without TLS, and nothing else, for probes that have no certificate.");
  private static final Setting<Boolean> INSECURE =
      Setting.of(
          "insecure",
          ValueType.bool(),
          "false",
          "Listens without TLS on an address that others can reach: whoever connects can then report"
              + " for every origin.");

  static List<Setting<?>> settings() {
    List<Setting<?>> all = new ArrayList<>(List.of(LISTEN));
    all.addAll(TlsSettings.OF_HUB.all());
    all.addAll(List.of(TRUST_DOMAIN, HEALTH_LISTEN, INSECURE));
    return List.copyOf(all);
  }

  /** Without TLS, believing everybody. */
  public static ListenConfig plaintext(HostPort address) {
    return new ListenConfig(address, Optional.empty(), TRUST_DOMAIN_DEFAULT, Optional.empty());
  }

  static ListenConfig of(Values values, List<Problem> problems) {
    HostPort listen = values.get(LISTEN);
    int before = problems.size();
    Optional<TlsFiles> tls = TlsSettings.OF_HUB.of(values, problems);
    boolean plaintext = tls.isEmpty() && problems.size() == before;
    if (plaintext && !loopback(listen.host()) && !values.get(INSECURE)) {
      problems.add(
          values.problem(
              LISTEN,
              ("is %s, which others can reach, and there is no TLS: whoever connects could report"
                      + " for every origin. Give tls.certificate, tls.key and tls.ca, or listen on"
                      + " 127.0.0.1, or say --insecure")
                  .formatted(listen)));
    }
    return new ListenConfig(listen, tls, values.get(TRUST_DOMAIN), values.get(HEALTH_LISTEN));
  }

  private static boolean loopback(String host) {
    return LOOPBACK.contains(host) || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
