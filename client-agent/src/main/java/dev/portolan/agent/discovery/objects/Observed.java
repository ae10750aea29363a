package dev.portolan.agent.discovery.objects;

/** One Kubernetes object, reduced to what conversion reads. Immutable, equal by content. */
public sealed interface Observed
    permits ObservedExport,
        ObservedMesh,
        ObservedNamespace,
        ObservedNode,
        ObservedPod,
        ObservedRoots,
        ObservedService,
        ObservedSlice {

  /** Which object it is. */
  ObjectRef ref();
}
