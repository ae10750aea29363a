package dev.portolan.tls;

import dev.portolan.settings.Problem;
import dev.portolan.settings.Setting;
import dev.portolan.settings.ValueType;
import dev.portolan.settings.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The settings that name a process's TLS files: all three, or none. */
public final class TlsSettings {
  /** Of a hub. */
  public static final TlsSettings OF_HUB =
      new TlsSettings(
          "Certificate (PEM) by which the hub proves who it is; with it, everybody who connects needs one.",
          "Certificates (PEM) of the authorities that vouch for agents, sources and people.");

  /** Of whoever connects to a hub. */
  public static final TlsSettings OF_CLIENT =
      new TlsSettings(
          "Certificate (PEM) that says for whom it speaks, by its SPIFFE id; without one, the hub must be one without TLS.",
          "Certificates (PEM) of the authorities that vouch for the hub.");

  private final Setting<Optional<Path>> certificate;
  private final Setting<Optional<Path>> key;
  private final Setting<Optional<Path>> ca;

  private TlsSettings(String certificateDoc, String caDoc) {
    certificate = Setting.optional("tls.certificate", ValueType.path(), certificateDoc);
    key =
        Setting.optional(
            "tls.key",
            ValueType.path(),
            "Key (PEM, PKCS #8) of the certificate; read again when it changes, as all three are.");
    ca = Setting.optional("tls.ca", ValueType.path(), caDoc);
  }

  /** For a program's list. */
  public List<Setting<?>> all() {
    return List.of(certificate, key, ca);
  }

  /** The files; a part of them without the rest is added to the problems. */
  public Optional<TlsFiles> of(Values values, List<Problem> problems) {
    Optional<Path> certificateFile = values.get(certificate);
    Optional<Path> keyFile = values.get(key);
    Optional<Path> caFile = values.get(ca);
    if (certificateFile.isPresent() && keyFile.isPresent() && caFile.isPresent()) {
      return Optional.of(new TlsFiles(certificateFile.get(), keyFile.get(), caFile.get()));
    }
    Stream.of(certificate, key, ca)
        .filter(setting -> values.get(setting).isPresent())
        .findFirst()
        .ifPresent(
            given ->
                problems.add(
                    values.problem(
                        given,
                        "is given without "
                            + Stream.of(certificate, key, ca)
                                .filter(setting -> values.get(setting).isEmpty())
                                .map(Setting::key)
                                .reduce((one, other) -> one + " and " + other)
                                .orElseThrow()
                            + "; TLS needs all three")));
    return Optional.empty();
  }
}
