package dev.portolan.agent.apply.work;

import dev.portolan.agent.apply.sink.DesiredObject;
import dev.portolan.agent.apply.sink.ObjectRef;
import dev.portolan.agent.apply.sink.ObjectSink;
import dev.portolan.agent.apply.sink.ObservedObject;
import dev.portolan.agent.apply.sink.WriteResult;
import java.util.Comparator;
import java.util.concurrent.CompletionStage;

/**
 * One step towards the desired objects. Updates come before creations and creations before
 * deletions, so that a host which moves between objects is never without one. A rule is made before
 * the entry that it steers, and removed after it.
 */
public sealed interface Operation {
  /** The order of a host's steps. */
  Comparator<Operation> ORDER =
      Comparator.comparingInt(Operation::rank)
          .thenComparing(
              (one, other) ->
                  one instanceof Delete
                      ? other.ref().compareTo(one.ref())
                      : one.ref().compareTo(other.ref()));

  ObjectRef ref();

  /** 0 comes first. */
  int rank();

  /** {@code update}, {@code create} or {@code delete}. */
  String verb();

  /** What is to be written; empty when it is to be removed. */
  String fingerprint();

  /** Runs the step. */
  CompletionStage<WriteResult> run(ObjectSink sink);

  /** An object of ours that is not as it should be. */
  record Update(DesiredObject desired, ObservedObject standing) implements Operation {
    @Override
    public ObjectRef ref() {
      return desired.ref();
    }

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public String verb() {
      return "update";
    }

    @Override
    public String fingerprint() {
      return desired.fingerprint();
    }

    @Override
    public CompletionStage<WriteResult> run(ObjectSink sink) {
      return sink.update(desired, standing);
    }
  }

  /** An object that is missing. */
  record Create(DesiredObject desired) implements Operation {
    @Override
    public ObjectRef ref() {
      return desired.ref();
    }

    @Override
    public int rank() {
      return 1;
    }

    @Override
    public String verb() {
      return "create";
    }

    @Override
    public String fingerprint() {
      return desired.fingerprint();
    }

    @Override
    public CompletionStage<WriteResult> run(ObjectSink sink) {
      return sink.create(desired);
    }
  }

  /** An object of ours that nothing wants. */
  record Delete(ObservedObject standing) implements Operation {
    @Override
    public ObjectRef ref() {
      return standing.ref();
    }

    @Override
    public int rank() {
      return 2;
    }

    @Override
    public String verb() {
      return "delete";
    }

    @Override
    public String fingerprint() {
      return "";
    }

    @Override
    public CompletionStage<WriteResult> run(ObjectSink sink) {
      return sink.delete(standing);
    }
  }
}
