package dev.portolan.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.MoreExecutors;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.ReportServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class EdgeExecutorsTest {
  private final EdgeExecutors executors = new EdgeExecutors();

  @Test
  void discoveryIsReadOnTheTransportsThread() {
    assertThat(
            executors.getExecutor(
                call(AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod()),
                new Metadata()))
        .isSameAs(MoreExecutors.directExecutor());
    assertThat(
            executors.getExecutor(
                call(AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod()),
                new Metadata()))
        .isSameAs(MoreExecutors.directExecutor());
  }

  @Test
  void whatWorksOrWaitsInItsCallbacksIsNot() {
    assertThat(executors.getExecutor(call(ReportServiceGrpc.getReportMethod()), new Metadata()))
        .isNull();
    assertThat(
            executors.getExecutor(
                call(RegistryServiceGrpc.getListServicesMethod()), new Metadata()))
        .isNull();
  }

  private static <Q, A> ServerCall<Q, A> call(MethodDescriptor<Q, A> method) {
    return new ServerCall<>() {
      @Override
      public MethodDescriptor<Q, A> getMethodDescriptor() {
        return method;
      }

      @Override
      public void request(int messages) {}

      @Override
      public void sendHeaders(Metadata headers) {}

      @Override
      public void sendMessage(A message) {}

      @Override
      public void close(Status status, Metadata trailers) {}

      @Override
      public boolean isCancelled() {
        return false;
      }
    };
  }
}
