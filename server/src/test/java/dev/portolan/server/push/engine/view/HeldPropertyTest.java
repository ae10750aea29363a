package dev.portolan.server.push.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.portolan.server.push.engine.Listings;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a subscriber came back with, the differences make of it what the view has. */
class HeldPropertyTest {
  private static final int NAMES = 12;

  private static EncodedResource resource(String name, int content) {
    ByteString bytes = ByteString.copyFromUtf8(name + "=" + content);
    return EncodedResource.of(name, bytes, bytes);
  }

  private static Map<String, String> content(TypeView view) {
    Map<String, String> content = new TreeMap<>();
    view.resources().forEach(each -> content.put(each.name(), each.version()));
    return content;
  }

  private static Map<String, Optional<EncodedResource>> change(Random random) {
    Map<String, Optional<EncodedResource>> change = new TreeMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String name = "n" + random.nextInt(NAMES);
      change.put(
          name,
          random.nextInt(3) == 0
              ? Optional.empty()
              : Optional.of(resource(name, random.nextInt(3))));
    }
    return change;
  }

  private static List<Difference> differences(TypeView from, TypeView to) {
    List<Difference> differences = new ArrayList<>();
    for (Iterator<Difference> all = Difference.between(from, to, ""); all.hasNext(); ) {
      differences.add(all.next());
    }
    return differences;
  }

  private static void apply(List<Difference> differences, Map<String, String> held) {
    for (Difference each : differences) {
      EncodedResource now = each.now();
      if (now == null) {
        held.remove(each.name());
      } else {
        held.put(each.name(), now.version());
      }
    }
  }

  @Property(tries = 500)
  void whoeverResumesAtAnyPointEndsWithTheView(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = NAMES + 1) int remembered) {
    Random random = new Random(seed);
    List<EncodedResource> first = new ArrayList<>();
    for (int i = 0; i < NAMES; i += 2) {
      first.add(resource("n" + i, 0));
    }
    TypeView view = TypeView.start(0, TypeView.byName(first), 0, new TreeMap<>(), remembered);
    NavigableMap<Long, TypeView> history = new TreeMap<>(Map.of(0L, view));
    long sequence = 0;
    for (int step = 0; step < 40; step++) {
      sequence += 1 + random.nextInt(2);
      view = view.with(sequence, change(random));
      history.put(sequence, view);
    }
    for (long token = 0; token <= sequence; token++) {
      TypeView then = history.floorEntry(token).getValue();
      // Some of what came after the point that it names may have reached it as well.
      TypeView later =
          history.floorEntry(token + random.nextInt((int) (sequence - token) + 1)).getValue();
      Map<String, String> held = partly(random, content(then), content(later));
      Optional<TypeView> resumed = view.heldAt(token);
      if (resumed.isPresent()) {
        List<Difference> sent = differences(resumed.orElseThrow(), view);
        assertThat(sent).extracting(Difference::name).isSubsetOf(changed(history, token));
        apply(sent, held);
        assertThat(held).as("from %s", token).isEqualTo(content(view));
      } else {
        assertThat(changed(history, token)).hasSizeGreaterThan(remembered);
      }
    }
  }

  private static Set<String> changed(NavigableMap<Long, TypeView> history, long since) {
    Set<String> names = new TreeSet<>();
    TypeView before = history.floorEntry(since).getValue();
    for (TypeView after : history.tailMap(since, false).values()) {
      Iterator<?> all = before.changes(after, "");
      while (all.hasNext()) {
        names.add(name(all.next()));
      }
      before = after;
    }
    return names;
  }

  private static String name(Object change) {
    var each = (dev.portolan.tree.Change<?>) change;
    EncodedResource one = (EncodedResource) (each.after() == null ? each.before() : each.after());
    if (one == null) {
      throw new AssertionError("a change of nothing");
    }
    return one.name();
  }

  private static Map<String, String> partly(
      Random random, Map<String, String> then, Map<String, String> later) {
    Map<String, String> held = new TreeMap<>(then);
    TreeSet<String> names = new TreeSet<>(then.keySet());
    names.addAll(later.keySet());
    for (String name : names) {
      if (random.nextInt(3) == 0) {
        held.remove(name);
        Optional.ofNullable(later.get(name)).ifPresent(version -> held.put(name, version));
      }
    }
    return held;
  }

  @Property(tries = 500)
  void whoeverListsWhatItHoldsEndsWithTheViewAndIsSentNothingThatItHas(
      @ForAll long seed, @ForAll @IntRange(max = 100) int size) {
    Random random = new Random(seed);
    List<EncodedResource> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(resource((i % 3 == 0 ? "ä" : "n/") + i, i));
    }
    TypeView view = TypeView.start(1, all);
    Map<String, String> held = new TreeMap<>(content(view));
    for (int i = random.nextInt(1 + size / (1 + random.nextInt(8))); i > 0; i--) {
      String name = (random.nextBoolean() ? "ä" : "n/") + random.nextInt(size + 5);
      switch (random.nextInt(3)) {
        case 0 -> held.remove(name);
        case 1 -> held.put(name, "no version of ours");
        default -> held.put(name, resource(name, -1).version());
      }
    }
    List<String> order = new ArrayList<>(held.keySet());
    if (random.nextBoolean()) {
      Collections.shuffle(order, random);
    }
    Map<String, String> listed = new LinkedHashMap<>();
    order.forEach(name -> listed.put(name, held.get(name)));

    TypeView from = view.heldAs(Listings.of(listed));
    List<Difference> sent = differences(from, view);

    Map<String, String> wanted = content(view);
    assertThat(sent)
        .noneMatch(
            each ->
                Optional.ofNullable(wanted.get(each.name()))
                    .equals(Optional.ofNullable(held.get(each.name()))));
    assertThat(from == view).isEqualTo(sent.isEmpty());
    apply(sent, held);
    assertThat(held).isEqualTo(wanted);
  }

  @Example
  void whatIsListedTwiceIsHeldAsItIsListedLast() throws InvalidProtocolBufferException {
    TypeView view = TypeView.start(1, List.of(resource("a", 1), resource("b", 1)));
    String right = resource("b", 1).version();

    assertThat(view.heldAs(twice("b", right, "b", "older")).get("b")).isNotSameAs(view.get("b"));
    assertThat(view.heldAs(twice("b", "older", "b", right)).get("b")).isSameAs(view.get("b"));
  }

  private static Listing twice(String one, String version, String other, String otherVersion)
      throws InvalidProtocolBufferException {
    DeltaDiscoveryRequest first =
        DeltaDiscoveryRequest.newBuilder().putInitialResourceVersions(one, version).build();
    DeltaDiscoveryRequest second =
        DeltaDiscoveryRequest.newBuilder().putInitialResourceVersions(other, otherVersion).build();
    return Listing.in(first.toByteString().concat(second.toByteString()).toByteArray());
  }

  private static Map<String, Optional<EncodedResource>> changes(int from, int to, int content) {
    Map<String, Optional<EncodedResource>> changes = new TreeMap<>();
    for (int i = from; i < to; i++) {
      changes.put("n" + i, Optional.of(resource("n" + i, content)));
    }
    return changes;
  }

  @Example
  void whoeverMissedMostOfManyIsSentEverythingAsANewSubscriberIs() {
    TypeView old = TypeView.start(1, List.of()).with(2, changes(0, 10_000, 1));
    TypeView half = old.with(3, changes(0, 5_000, 2));
    TypeView most = old.with(3, changes(0, 5_001, 2));

    assertThat(differences(half.heldAt(2).orElseThrow(), half)).hasSize(5_000);
    assertThat(most.heldAt(2)).containsSame(TypeView.EMPTY);
  }

  @Example
  void whoeverMissedMostOfManyIsToldWhatIsGoneAllTheSame() {
    TypeView view =
        TypeView.start(1, List.of())
            .with(2, changes(0, 10_000, 1))
            .with(3, Map.of("n7", Optional.empty(), "other", Optional.of(resource("other", 1))))
            .with(4, Map.of("other", Optional.empty()))
            .with(5, changes(1_000, 10_000, 2));

    List<Difference> sent = differences(view.heldAt(2).orElseThrow(), view);

    assertThat(sent).hasSize(10_001);
    assertThat(sent.stream().filter(each -> each.now() == null).map(Difference::name))
        .containsExactly("n7", "other");
  }

  @Example
  void aThousandChangesASecondForTenMinutesAreInReach() {
    TypeView view = TypeView.start(1, List.of()).with(2, changes(0, 10_000, 0));
    // One after the other in turns, as many as they would be: the log is as large after a tenth.
    for (int i = 0; i < 60_000; i++) {
      String name = "n" + i % 10_000;
      view = view.with(3 + i, Map.of(name, Optional.of(resource(name, 1 + i))));
    }

    assertThat(view.heldAt(2)).isPresent();
    assertThat(differences(view.heldAt(60_002 - 100).orElseThrow(), view)).hasSize(100);
  }
}
