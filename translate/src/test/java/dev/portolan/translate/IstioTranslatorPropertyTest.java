package dev.portolan.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.federation.AccessPlanner;
import dev.portolan.federation.GoldenCase;
import dev.portolan.federation.HostPlan;
import dev.portolan.federation.HostPlanner;
import dev.portolan.federation.TestRegistries;
import dev.portolan.registry.HostKey;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.Resource;
import dev.portolan.registry.Revision;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of translation, over the plans of registries of all shapes. */
class IstioTranslatorPropertyTest {
  private static final Revision REVISION = new Revision("00000000000000aa", 7);

  @Provide
  Arbitrary<List<Resource>> records() {
    return TestRegistries.records();
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void istioAcceptsEveryObject(@ForAll("records") List<Resource> records) {
    forEachPlan(
        records,
        plan ->
            assertThat(IstioRules.check(IstioTranslator.translate(plan, REVISION)))
                .as(plan.toString())
                .isEmpty());
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void equalPlansGiveEqualBytes(@ForAll("records") List<Resource> records, @ForAll Random random) {
    List<Resource> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, random);

    List<String> texts = new ArrayList<>();
    forEachPlan(shuffled, plan -> texts.addAll(written(plan)));

    List<String> expected = new ArrayList<>();
    forEachPlan(records, plan -> expected.addAll(written(plan)));
    assertThat(texts).isEqualTo(expected);
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenReadsBackTheSame(@ForAll("records") List<Resource> records) {
    forEachPlan(
        records,
        plan -> {
          for (HasMetadata object : IstioTranslator.translate(plan, REVISION).all()) {
            byte[] yaml = CanonicalYaml.write(object);
            HasMetadata read = parsed(yaml);
            assertThat(read).isEqualTo(object);
            assertThat(CanonicalYaml.write(read)).isEqualTo(yaml);
            assertThat(CanonicalYaml.specHash(read))
                .isEqualTo(object.getMetadata().getAnnotations().get(Marks.SPEC_HASH));
          }
        });
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void istioAcceptsWhatSaysWhoMayCallAndItReadsBackTheSame(
      @ForAll("records") List<Resource> records) {
    RegistrySnapshot view = GoldenCase.snapshot(records);
    for (OriginId cluster : TestRegistries.ORIGINS) {
      for (HostKey host : TestRegistries.HOSTS) {
        AccessPlanner.plan(view, cluster, TestRegistries.SURROUNDINGS, host)
            .access()
            .map(access -> AccessObjects.translate(access, REVISION))
            .ifPresent(
                object -> {
                  assertThat(IstioRules.check(object)).as(object.toString()).isEmpty();
                  byte[] yaml = CanonicalYaml.write(object);
                  HasMetadata read = parsed(yaml);
                  assertThat(CanonicalYaml.write(read)).isEqualTo(yaml);
                  assertThat(CanonicalYaml.specHash(read))
                      .isEqualTo(object.getMetadata().getAnnotations().get(Marks.SPEC_HASH));
                });
      }
    }
  }

  private static HasMetadata parsed(byte[] yaml) {
    try {
      return CanonicalYaml.parse(yaml);
    } catch (IOException e) {
      throw new AssertionError("our own bytes are not readable", e);
    }
  }

  private static List<String> written(HostPlan plan) {
    return IstioTranslator.translate(plan, REVISION).all().stream()
        .map(object -> new String(CanonicalYaml.write(object), StandardCharsets.UTF_8))
        .toList();
  }

  private static void forEachPlan(List<Resource> records, Consumer<HostPlan> check) {
    RegistrySnapshot view = GoldenCase.snapshot(records);
    for (OriginId cluster : TestRegistries.ORIGINS) {
      for (HostKey host : TestRegistries.HOSTS) {
        if (HostPlanner.plan(view, cluster, TestRegistries.SURROUNDINGS, host)
            instanceof HostPlan plan) {
          check.accept(plan);
        }
      }
    }
  }
}
