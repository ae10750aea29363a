package dev.portolan.agent.apply;

import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.registry.Finding;
import dev.portolan.registry.FindingCode;
import dev.portolan.registry.OriginId;
import java.util.Collection;

/** What there is to say about objects that are not as they should be, in words for a person. */
public final class ApplyFindings {
  private ApplyFindings() {}

  /** Objects stay because of origins that have not reported. */
  public static Finding kept(ObjectRef ref, Collection<OriginId> origins) {
    return new Finding(
        FindingCode.OBJECT_KEPT,
        ref.toString(),
        "depends on %s, which has not completed a report since the hub's registry began anew; the object stays as it is until it has"
            .formatted(origins));
  }

  /** An object stays because the hub has not been heard. */
  public static Finding kept(ObjectRef ref) {
    return new Finding(
        FindingCode.OBJECT_KEPT,
        ref.toString(),
        "is not wanted by what this agent's earlier process knew; it stays until the hub has been heard");
  }

  /** An object that says who may call stays because the hub has not been heard. */
  static Finding overtaken(ObjectRef ref) {
    return new Finding(
        FindingCode.OBJECT_KEPT,
        ref.toString(),
        "was written by a later revision than this agent's earlier process remembered; it stays as it is until the hub has been heard");
  }

  /** An object that says who may call is not written because the hub has not been heard. */
  static Finding unheard(ObjectRef ref) {
    return new Finding(
        FindingCode.OBJECT_KEPT,
        ref.toString(),
        "is wanted by what this agent's earlier process remembered, and does not stand; whom it would shut out may have been let in since, so it is not written until the hub has been heard");
  }

  /** An object that says who may call stays because this epoch of the hub says nothing of it. */
  public static Finding accessKept(ObjectRef ref) {
    return new Finding(
        FindingCode.ACCESS_KEPT,
        ref.toString(),
        "was written in another epoch of the hub, and this one has no access policy for the host; so that nothing is opened or closed by a lost store, the object stays as it is. Apply the access policy again, or delete the object by hand");
  }

  static Finding collision(ObjectRef ref) {
    return new Finding(
        FindingCode.NAME_COLLISION,
        ref.toString(),
        "stands there without the label app.kubernetes.io/managed-by=portolan-agent, so it is not touched and this host is not written; rename or remove it, or give the label back if it was taken away");
  }

  static Finding unmanaged(ObjectRef ref) {
    return new Finding(
        FindingCode.OBJECT_UNMANAGED,
        ref.toString(),
        "has the annotation portolan.dev/unmanaged, so it is left as it is, neither repaired nor removed; take the annotation away to have it managed again");
  }

  static Finding shared(ObjectRef theirs, String host, ObjectRef ours) {
    return new Finding(
        FindingCode.HOST_SHARED,
        theirs.toString(),
        "speaks of %s, a host that the agent writes: %s. It is not touched; make sure that this is meant"
            .formatted(host, effect(theirs, ours)));
  }

  private static String effect(ObjectRef theirs, ObjectRef ours) {
    if (theirs.kind().equals(ObjectRef.ROUTES)) {
      return "clients follow the older one of both and nothing of the other";
    }
    if (theirs.namespace().equals(ours.namespace())) {
      return "both are merged, and the older one's settings win";
    }
    return theirs.kind().equals("DestinationRule")
        ? "clients in namespace %s follow it instead of ours".formatted(theirs.namespace())
        : "clients in namespace %s use its endpoints instead of ours".formatted(theirs.namespace());
  }

  static Finding held(int deletions, int objects, String hold, String advice) {
    return new Finding(
        FindingCode.DELETIONS_HELD,
        "deletions/" + hold,
        "%d of %d objects of ours would be removed at once, which looks like a fault; nothing is removed. If it is meant, release it: %s. If not, look at what the hub and the other clusters report; the hold ends by itself when the objects are wanted again"
            .formatted(deletions, objects, advice));
  }

  static Finding unreadable(String reason) {
    return new Finding(FindingCode.WRITE_FAILED, "sink", reason);
  }
}
