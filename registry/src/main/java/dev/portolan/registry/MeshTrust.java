package dev.portolan.registry;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Whose certificates the mesh of a cluster accepts, as far as is known. Roots are named by the
 * SHA-256 of their public keys (the DER of SubjectPublicKeyInfo), 64 lower-case hexadecimal digits:
 * a root that is renewed with its key is the same one to whoever verifies (ADR 0059).
 *
 * @param roots from which its own workloads have theirs; none means that nothing is known
 * @param furtherRoots that it accepts beside its own
 * @param furtherDomains trust domains that it accepts with them, without taking them for its own
 */
public record MeshTrust(
    SortedSet<String> roots, SortedSet<String> furtherRoots, SortedSet<String> furtherDomains) {
  /** Nothing is known; this is never the same as trusting nobody. */
  public static final MeshTrust UNKNOWN =
      new MeshTrust(Sorted.set(List.of()), Sorted.set(List.of()), Sorted.set(List.of()));

  /** Of own roots, and as many of further ones. */
  public static final int MAX_ROOTS = 100;

  public static final int MAX_DOMAINS = 100;

  private static final int DIGITS = 64;
  private static final int SHOWN_DIGITS = 8;

  public MeshTrust {
    roots = Sorted.set(roots);
    furtherRoots = Sorted.set(furtherRoots);
    furtherDomains = Sorted.set(furtherDomains);
    roots.forEach(root -> Names.require("root", root, fingerprintProblem(root)));
    furtherRoots.forEach(root -> Names.require("further root", root, fingerprintProblem(root)));
    furtherDomains.forEach(domain -> Names.requireSubdomain("further trust domain", domain));
    if (roots.isEmpty() && !(furtherRoots.isEmpty() && furtherDomains.isEmpty())) {
      throw new IllegalArgumentException("further roots or trust domains without own roots");
    }
    requireAtMost(MAX_ROOTS, "roots", roots);
    requireAtMost(MAX_ROOTS, "further roots", furtherRoots);
    requireAtMost(MAX_DOMAINS, "further trust domains", furtherDomains);
  }

  private static void requireAtMost(int most, String what, SortedSet<String> some) {
    if (some.size() > most) {
      throw new IllegalArgumentException(
          "%d %s; at most %d are allowed".formatted(some.size(), what, most));
    }
  }

  /** What is wrong with the name of a root. */
  public static Optional<String> fingerprintProblem(String text) {
    boolean good =
        text.length() == DIGITS
            && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    return good
        ? Optional.empty()
        : Optional.of(
            "is not the SHA-256 of a root's public key, 64 lower-case hexadecimal digits");
  }

  /** The first digits of a root's name, by which people tell roots apart. */
  public static String shown(String root) {
    return root.substring(0, Math.min(SHOWN_DIGITS, root.length()));
  }

  /** Whether the mesh's roots are known; only then does it say anything. */
  public boolean known() {
    return !roots.isEmpty();
  }

  /**
   * Whether this mesh certainly refuses certificates of another: both are known, and none of the
   * other's own roots is one that this one accepts.
   */
  public boolean refuses(MeshTrust other) {
    return known()
        && other.known()
        && other.roots.stream()
            .noneMatch(root -> roots.contains(root) || furtherRoots.contains(root));
  }
}
