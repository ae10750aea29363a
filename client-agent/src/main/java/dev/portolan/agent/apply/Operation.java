package dev.portolan.agent.apply;

import java.util.Comparator;
import java.util.Optional;

/**
 * One step towards the desired objects. Updates come before creations and creations before
 * deletions, so that a host which moves between objects is never without one.
 */
sealed interface Operation {
  Comparator<Operation> ORDER =
      Comparator.comparingInt(Operation::rank).thenComparing(Operation::ref);

  ObjectRef ref();

  int rank();

  /**
   * Runs the step.
   *
   * @throws SinkException if the sink refused it
   */
  void run(ObjectSink sink);

  /** What is observed once the step is done; nothing when the object is gone. */
  Optional<ObservedObject> result();

  record Update(DesiredObject desired) implements Operation {
    @Override
    public ObjectRef ref() {
      return desired.ref();
    }

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public void run(ObjectSink sink) {
      sink.write(desired.object());
    }

    @Override
    public Optional<ObservedObject> result() {
      return Optional.of(desired.written());
    }
  }

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
    public void run(ObjectSink sink) {
      sink.write(desired.object());
    }

    @Override
    public Optional<ObservedObject> result() {
      return Optional.of(desired.written());
    }
  }

  record Delete(ObjectRef ref) implements Operation {
    @Override
    public int rank() {
      return 2;
    }

    @Override
    public void run(ObjectSink sink) {
      sink.delete(ref);
    }

    @Override
    public Optional<ObservedObject> result() {
      return Optional.empty();
    }
  }
}
