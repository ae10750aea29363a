package dev.portolan.cli.demo;

import java.nio.file.Path;
import java.util.List;

/** What {@code --story} may say; spelt as people write it. */
enum Story {
  change,
  failover,
  consul;

  /** The rules that the hub follows. */
  List<Path> rules(Checkout checkout) {
    Path mesh = checkout.example().resolve("mesh.yaml");
    return switch (this) {
      case change -> List.of(mesh);
      case failover -> List.of(mesh, checkout.example().resolve(FailoverStory.RULES));
      case consul -> List.of(checkout.consulExample().resolve(ConsulStory.RULES));
    };
  }

  List<String> hubOptions() {
    return switch (this) {
      case change, consul -> List.of();
      case failover -> FailoverStory.HUB_OPTIONS;
    };
  }
}
