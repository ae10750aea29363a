package dev.portolan.it.peers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class run against real clusters: each an API server with Istio's CRDs.
 *
 * <pre>{@code
 * @RealClusters
 * class ApplyIT {
 *   @Test
 *   void writes(RealCluster cluster) {
 *     String namespace = cluster.newNamespace("bookinfo");
 *     cluster.client()...                      // as an administrator
 *     cluster.api().kubeconfig(User.AGENT)...  // as the agent
 *   }
 * }
 * }</pre>
 *
 * <p>Test methods and {@code @BeforeEach} methods take a {@link RealCluster} (the only or first
 * one) or {@link Clusters}. A cluster is started by the first test that names it and serves all
 * later ones of the same JVM: tests keep apart by their namespaces. It stops with the JVM, even if
 * that is killed. Logs are in {@code target/peers}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealClustersExtension.class)
public @interface RealClusters {
  /** The clusters' names. They are started side by side. */
  String[] value() default "east-1";

  /** Whether the tests ask for {@link RealCluster#istiod}. */
  boolean istiod() default false;

  /** Whether the tests start Envoys. */
  boolean envoy() default false;
}
