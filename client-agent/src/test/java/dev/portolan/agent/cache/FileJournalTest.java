package dev.portolan.agent.cache;

import static dev.portolan.agent.cache.Streams.bookmark;
import static dev.portolan.agent.cache.Streams.removal;
import static dev.portolan.agent.cache.Streams.service;
import static dev.portolan.agent.cache.Streams.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
  private static final OriginId EAST = new OriginId("east-1");

  @TempDir Path root;

  @Test
  void givesBackWhatWasReceivedUpToTheLastPoint() {
    try (FileJournal journal = open()) {
      assertThat(replayed(journal)).isEmpty();
      journal.add(service("a", 1));
      journal.point(bookmark(5));
      journal.add(service("b", 1));
    }
    try (FileJournal journal = open()) {
      assertThat(replayed(journal)).containsExactly(service("a", 1), bookmark(5));
      journal.add(removal("a"));
      journal.point(bookmark(6));
    }
    assertThat(contents()).containsExactly(service("a", 1), bookmark(5), removal("a"), bookmark(6));
  }

  @Test
  void whatAStreamBroughtBeforeItBrokeIsVoid() {
    try (FileJournal journal = open()) {
      replayed(journal);
      journal.add(service("half", 1));
      journal.abandon();
      journal.point(bookmark(5));
      journal.add(service("a", 1));
      journal.point(bookmark(6));
    }
    assertThat(contents()).containsExactly(service("a", 1), bookmark(6));
  }

  @Test
  void aPointThatBringsNothingIsNotWritten() {
    try (FileJournal journal = open()) {
      replayed(journal);
      journal.add(service("a", 1));
      journal.point(bookmark(5));
      journal.point(bookmark(6));
    }
    assertThat(contents()).containsExactly(service("a", 1), bookmark(5));
  }

  @Test
  void aFileCutAnywhereGivesTheLastWholePointBeforeTheCut() throws IOException {
    try (FileJournal journal = open()) {
      replayed(journal);
      journal.add(service("a", 1));
      journal.point(bookmark(5));
      journal.add(service("b", 1));
      journal.point(bookmark(6));
    }
    List<DeltaDiscoveryResponse> whole = contents();
    byte[] bytes = Files.readAllBytes(file());
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file(), Arrays.copyOf(bytes, length));
      List<DeltaDiscoveryResponse> found = contents();
      assertPoint(found, whole, "cut at " + length);
    }
  }

  @Test
  void aFlippedBitAnywhereGivesAPrefixThatEndsAtAPoint() throws IOException {
    try (FileJournal journal = open()) {
      replayed(journal);
      journal.add(service("a", 1));
      journal.point(bookmark(5));
      journal.add(service("b", 1));
      journal.point(bookmark(6));
    }
    List<DeltaDiscoveryResponse> whole = contents();
    byte[] bytes = Files.readAllBytes(file());
    for (int at = 0; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x10;
      Files.write(file(), damaged);
      List<DeltaDiscoveryResponse> found = contents();
      assertPoint(found, whole, "bit at " + at);
    }
  }

  @Test
  void afterDamageItGoesOnFromWhatWasWhole() throws IOException {
    try (FileJournal journal = open()) {
      replayed(journal);
      journal.add(service("a", 1));
      journal.point(bookmark(5));
    }
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length + 5));
    try (FileJournal journal = open()) {
      assertThat(replayed(journal)).hasSize(2);
      journal.add(service("b", 1));
      journal.point(bookmark(6));
    }
    assertThat(contents()).hasSize(4).last().isEqualTo(bookmark(6));
  }

  @Test
  void aJournalOfAnotherClusterOrVersionIsNotRead() throws IOException {
    try (FileJournal journal = open()) {
      replayed(journal);
      journal.add(service("a", 1));
      journal.point(bookmark(5));
    }
    Path west = root.resolve("west-1").resolve("received.journal");
    Files.createDirectories(west.getParent());
    Files.copy(file(), west);
    OriginId other = new OriginId("west-1");
    try (FileJournal journal = new FileJournal(StateDirectory.claim(root, other), other)) {
      assertThat(replayed(journal)).isEmpty();
      assertThat(journal.problem()).isEmpty();
    }
  }

  @Test
  void afterManyChangesTheFileIsWrittenAnewWithoutWhatWasOverwritten() throws IOException {
    try (FileJournal journal = open()) {
      replayed(journal);
      journal.add(service("gone", 1));
      journal.add(service("kept", 7));
      journal.add(unreadable("kept"));
      journal.add(unreadable("new"));
      long sequence = 1;
      journal.point(bookmark(sequence));
      journal.add(removal("gone"));
      int port = 1;
      for (long size = 0; size <= Files.size(file()); journal.point(bookmark(++sequence))) {
        size = Files.size(file());
        journal.add(service("busy", ++port));
      }

      assertThat(Files.size(file())).isLessThan(2000);
      journal.add(service("late", 1));
      journal.point(bookmark(++sequence));
      assertThat(contentsOfCopy())
          .as("taken ones, then refused ones, then the point; then what came later")
          .containsExactly(
              merged(service("kept", 7), service("busy", port)),
              merged(unreadable("kept"), unreadable("new")),
              bookmark(sequence - 1),
              service("late", 1),
              bookmark(sequence));
    }
  }

  @Test
  void aDiskThatRefusesIsAFindingAndNothingElse() throws IOException {
    Files.createDirectories(file());
    try (FileJournal journal = open()) {
      assertThat(replayed(journal)).isEmpty();
      journal.add(service("a", 1));
      journal.point(bookmark(5));
      journal.abandon();

      assertThat(journal.problem())
          .hasValueSatisfying(
              finding -> {
                assertThat(finding.code()).isEqualTo(FindingCode.MEMORY_UNUSABLE);
                assertThat(finding.message()).contains(file().toString());
              });
    }
  }

  /** What is found is what there was at one of the two points, or at none. */
  private static void assertPoint(
      List<DeltaDiscoveryResponse> found, List<DeltaDiscoveryResponse> whole, String how) {
    assertThat(found.size()).as(how).isIn(0, 2);
    assertThat(found).as(how).isEqualTo(whole.subList(0, found.size()));
  }

  private static DeltaDiscoveryResponse merged(
      DeltaDiscoveryResponse first, DeltaDiscoveryResponse second) {
    return first.toBuilder().addAllResources(second.getResourcesList()).build();
  }

  private FileJournal open() {
    return new FileJournal(StateDirectory.claim(root, EAST), EAST);
  }

  private Path file() {
    return root.resolve("east-1").resolve("received.journal");
  }

  private List<DeltaDiscoveryResponse> contents() {
    try (FileJournal journal = open()) {
      return replayed(journal);
    }
  }

  /** As a later process would find it if this one were killed now. */
  private List<DeltaDiscoveryResponse> contentsOfCopy() throws IOException {
    Path copy = root.resolve("copy").resolve("east-1").resolve("received.journal");
    Files.createDirectories(copy.getParent());
    Files.copy(file(), copy);
    try (FileJournal journal =
        new FileJournal(StateDirectory.claim(root.resolve("copy"), EAST), EAST)) {
      return replayed(journal);
    }
  }

  private static List<DeltaDiscoveryResponse> replayed(FileJournal journal) {
    List<DeltaDiscoveryResponse> all = new ArrayList<>();
    journal.replay(all::add);
    int points = 0;
    for (int i = 0; i < all.size(); i++) {
      points = FileJournal.isBookmark(all.get(i)) ? i + 1 : points;
    }
    // What is behind the last point was received, and means nothing.
    return all.subList(0, points);
  }
}
