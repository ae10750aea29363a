package dev.portolan.agent.discovery.kubernetes;

import dev.portolan.agent.discovery.kubernetes.ApiServer.Answer;
import dev.portolan.agent.discovery.kubernetes.ApiServer.Probe;
import dev.portolan.agent.discovery.kubernetes.KindInformer.Phase;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.objects.ObjectRef;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One informer for each kind that the API server has, and whether it lives. An informer that has
 * died without a word, or cannot come back although the API server answers, is replaced by one that
 * begins with a complete list. Confined to one thread.
 */
final class Watches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

  private final SourceSettings settings;
  private final Opener opener;
  private final Function<ObjectKind, Collection<ObjectRef>> known;
  private final Map<ObjectKind, Watch> watches = new EnumMap<>(ObjectKind.class);
  private final Set<ObjectKind> everListed = EnumSet.noneOf(ObjectKind.class);
  // Of optional kinds: the version in which the API server has them, empty where it has not; and
  // why
  // that could not be found out the last time.
  private final Map<ObjectKind, String> versions = new EnumMap<>(ObjectKind.class);
  private final Map<ObjectKind, ApiProblem> doubts = new EnumMap<>(ObjectKind.class);
  private int lastGeneration;
  private boolean everComplete;

  /** Makes an informer that posts its sightings under a generation; it is started here. */
  interface Opener {
    KindWatch open(ObjectKind kind, String apiVersion, int generation, Collection<ObjectRef> known);
  }

  /**
   * @param known what is held of a kind; whatever of it a list lacks is to be told
   */
  Watches(
      SourceSettings settings, Opener opener, Function<ObjectKind, Collection<ObjectRef>> known) {
    this.settings = settings;
    this.opener = opener;
    this.known = known;
  }

  private static final class Watch {
    private final KindWatch informer;
    private final boolean doubted;
    private String progress = "";
    private long progressedAt;
    private boolean listed;
    private OptionalLong downSince = OptionalLong.empty();
    private Optional<ApiProblem> problem = Optional.empty();

    Watch(KindWatch informer, boolean doubted, long now) {
      this.informer = informer;
      this.doubted = doubted;
      this.progressedAt = now;
    }

    void look(long now) {
      String current = informer.progress();
      if (!current.equals(progress)) {
        progress = current;
        progressedAt = now;
      }
      if (informer.watching() || informer.phase() == Phase.LISTING) {
        downSince = OptionalLong.empty();
      } else if (downSince.isEmpty()) {
        downSince = OptionalLong.of(now);
      }
    }
  }

  /** Opens all but those of optional kinds, which wait for {@link #served}. */
  void open(long now) {
    for (ObjectKind kind : ObjectKind.values()) {
      if (!kind.optional()) {
        open(kind, false, now);
      }
    }
  }

  /**
   * Takes in which optional kinds the API server has. One that it has no more is not watched any
   * more, and nothing is said about its objects; one of which nothing could be found out is watched
   * as before.
   */
  void served(Map<ObjectKind, Answer<String>> found, long now) {
    found.forEach(
        (kind, answer) -> {
          doubts.remove(kind);
          answer.problem().ifPresent(problem -> doubts.put(kind, problem));
          answer.value().ifPresent(version -> served(kind, version, now));
        });
  }

  private void served(ObjectKind kind, String version, long now) {
    String before = versions.put(kind, version);
    Watch watch = watches.get(kind);
    if (version.isEmpty()) {
      if (watch != null) {
        LOG.info("the API server has no kind {} any more; what was read of it is kept", kind);
        watch.informer.close();
        watches.remove(kind);
      }
    } else if (watch == null || !version.equals(before)) {
      open(kind, false, now);
    }
  }

  private void open(ObjectKind kind, boolean doubted, long now) {
    Watch before = watches.get(kind);
    if (before != null) {
      before.informer.close();
    }
    KindWatch informer =
        opener.open(
            kind,
            versions.getOrDefault(kind, kind.apiVersions().get(0)),
            ++lastGeneration,
            known.apply(kind));
    Watch watch = new Watch(informer, doubted, now);
    if (before != null) {
      watch.problem = before.problem;
    }
    watches.put(kind, watch);
    informer.start();
  }

  @Override
  public void close() {
    watches.values().forEach(watch -> watch.informer.close());
    watches.clear();
  }

  /** Whether what an informer of this generation says still counts. */
  boolean current(ObjectKind kind, int generation) {
    return watch(kind, generation).isPresent();
  }

  private Optional<Watch> watch(ObjectKind kind, int generation) {
    return Optional.ofNullable(watches.get(kind))
        .filter(watch -> watch.informer.generation() == generation);
  }

  /** All that there is of a kind was told; whether what this informer says counts. */
  boolean listed(ObjectKind kind, int generation) {
    Optional<Watch> current = watch(kind, generation);
    current.ifPresent(
        watch -> {
          watch.listed = true;
          watch.problem = Optional.empty();
          everListed.add(kind);
        });
    return current.isPresent();
  }

  void failed(ObjectKind kind, int generation, ApiProblem problem) {
    watch(kind, generation).ifPresent(watch -> watch.problem = Optional.of(problem));
  }

  /**
   * Every kind was listed at least once; or it is an optional one that could not be at that time.
   * Once true, it stays true.
   */
  boolean everComplete() {
    everComplete |=
        Stream.of(ObjectKind.values())
            .allMatch(kind -> everListed.contains(kind) || (kind.optional() && unlistable(kind)));
    return everComplete;
  }

  private boolean unlistable(ObjectKind kind) {
    Watch watch = watches.get(kind);
    return doubts.containsKey(kind)
        || "".equals(versions.get(kind))
        || (watch != null && watch.problem.isPresent());
  }

  /** Replaces informers that have been silent for too long. */
  void look(long now) {
    for (Map.Entry<ObjectKind, Watch> entry : List.copyOf(watches.entrySet())) {
      Watch watch = entry.getValue();
      watch.look(now);
      if (watch.listed
          && watch.informer.watching()
          && now - watch.progressedAt >= settings.silence().toNanos()) {
        LOG.warn(
            "the watch of kind {} brought neither event nor bookmark for {}: reading all again",
            entry.getKey(),
            settings.silence());
        open(entry.getKey(), true, now);
      }
    }
  }

  /** Kinds whose watch has been down for so long that a probe should ask about them. */
  Set<ObjectKind> down(long now) {
    Set<ObjectKind> kinds = EnumSet.noneOf(ObjectKind.class);
    watches.forEach(
        (kind, watch) -> {
          if (watch.downSince.isPresent()
              && now - watch.downSince.getAsLong() >= settings.broken().toNanos()) {
            kinds.add(kind);
          }
        });
    return kinds;
  }

  /** Takes in what a probe found out about kinds; replaces what could be up and is not. */
  void probed(Probe probe, long now) {
    Set<ObjectKind> down = down(now);
    probe
        .empty()
        .forEach(
            (kind, answer) -> {
              Watch watch = watches.get(kind);
              if (watch != null && down.contains(kind)) {
                watch.problem = answer.problem();
                if (answer.problem().isEmpty()) {
                  LOG.info("the watch of kind {} is down and can be read: reading all again", kind);
                  open(kind, false, now);
                }
              }
            });
  }

  private Optional<Finding> lacking(ObjectKind kind, String version) {
    int kept = version.isEmpty() ? known.apply(kind).size() : 0;
    return kept == 0
        ? Optional.empty()
        : Optional.of(
            new Finding(
                FindingCode.EXPORT_REQUESTS_KEPT,
                "apiserver/" + kind,
                "the API server has no %s any more; the %d that were read count on. Install the kind again, or take serviceExport out of exports.optIn of the virtual mesh"
                    .formatted(kind, kept)));
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    doubts.forEach((kind, problem) -> findings.add(problem.finding("apiserver/" + kind)));
    versions.forEach((kind, version) -> lacking(kind, version).ifPresent(findings::add));
    watches.forEach(
        (kind, watch) -> {
          String subject = "apiserver/" + kind;
          watch.problem.ifPresent(problem -> findings.add(problem.finding(subject)));
          if (watch.doubted && !watch.listed) {
            findings.add(
                new Finding(
                    FindingCode.WATCH_DOUBTFUL,
                    subject,
                    "its watch fell silent; all is read again, and until then what is known may be old"));
          }
        });
    return findings;
  }
}
