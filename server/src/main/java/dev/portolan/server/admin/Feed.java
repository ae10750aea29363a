package dev.portolan.server.admin;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.Iterator;

/**
 * Sends answers as fast as the reader takes them, so that a slow one makes none wait in memory. Run
 * whenever the call is ready; gRPC runs it for one call by one thread at a time.
 */
record Feed<A>(ServerCallStreamObserver<A> call, Iterator<A> answers) implements Runnable {
  @Override
  public void run() {
    try {
      while (call.isReady() && !call.isCancelled() && answers.hasNext()) {
        call.onNext(answers.next());
        if (!answers.hasNext()) {
          call.onCompleted();
        }
      }
    } catch (RuntimeException e) {
      call.onError(e);
    }
  }
}
