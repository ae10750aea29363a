package dev.portolan.it.peers;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips what cannot run here, and gives the rest its clusters. */
final class RealClustersExtension implements ExecutionCondition, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(RealClustersExtension.class);

  private static Set<Part> needed(RealClusters wish) {
    Set<Part> needed = EnumSet.of(Part.ETCD, Part.KUBE_APISERVER, Part.ISTIO_CRDS);
    if (wish.istiod()) {
      needed.add(Part.ISTIOD);
    }
    if (wish.envoy()) {
      needed.add(Part.ENVOY);
    }
    return needed;
  }

  /** Decides per method, so that each skipped test is one in the sums. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      return ConditionEvaluationResult.enabled("decided per test");
    }
    return parts(context)
        .whyNot(needed(wish(context)))
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("all parts are there"));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return context.getTestMethod().isPresent()
        && (type == RealCluster.class || type == Clusters.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RealClusters wish = wish(context);
    List<String> names = List.of(wish.value());
    Clusters clusters = suite(context).clusters(names);
    return parameter.getParameter().getType() == Clusters.class
        ? clusters
        : clusters.get(names.get(0));
  }

  private static RealClusters wish(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), RealClusters.class)
        .orElseThrow(() -> new IllegalStateException("@RealClusters belongs on the test class"));
  }

  private static Parts parts(ExtensionContext context) {
    return root(context)
        .getOrComputeIfAbsent(Parts.class, key -> Parts.onThisMachine(), Parts.class);
  }

  /** In the root store, so it lives as long as the test run, and is closed by JUnit at its end. */
  private static Suite suite(ExtensionContext context) {
    return root(context)
        .getOrComputeIfAbsent(Suite.class, key -> Suite.start(parts(context)), Suite.class);
  }

  private static ExtensionContext.Store root(ExtensionContext context) {
    return context.getRoot().getStore(NAMESPACE);
  }
}
