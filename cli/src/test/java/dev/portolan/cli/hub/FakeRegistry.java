package dev.portolan.cli.hub;

import dev.portolan.v1.AnalyzeRequest;
import dev.portolan.v1.AnalyzeResponse;
import dev.portolan.v1.ClusterSummary;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.ExplainHostRequest;
import dev.portolan.v1.ExplainHostResponse;
import dev.portolan.v1.GetServiceRequest;
import dev.portolan.v1.GetServiceResponse;
import dev.portolan.v1.ListClustersRequest;
import dev.portolan.v1.ListClustersResponse;
import dev.portolan.v1.ListEndpointSlicesRequest;
import dev.portolan.v1.ListEndpointSlicesResponse;
import dev.portolan.v1.ListRegistrationSummariesRequest;
import dev.portolan.v1.ListRegistrationSummariesResponse;
import dev.portolan.v1.ListRulesRequest;
import dev.portolan.v1.ListRulesResponse;
import dev.portolan.v1.ListServicesRequest;
import dev.portolan.v1.ListServicesResponse;
import dev.portolan.v1.RegistrationSummary;
import dev.portolan.v1.RegistryServiceGrpc;
import dev.portolan.v1.Revision;
import dev.portolan.v1.RuleSummary;
import dev.portolan.v1.ServiceSummary;
import dev.portolan.v1.WatchServicesRequest;
import dev.portolan.v1.WatchServicesResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A registry that holds what a test puts in. Pages are as small as {@link #pageSize} says; the
 * token is the position of the next item. Thread-safe.
 */
public final class FakeRegistry extends RegistryServiceGrpc.RegistryServiceImplBase {
  public final List<ServiceSummary> services = new CopyOnWriteArrayList<>();
  public final List<EndpointSlice> slices = new CopyOnWriteArrayList<>();
  public final List<RegistrationSummary> registrations = new CopyOnWriteArrayList<>();
  public final List<ClusterSummary> clusters = new CopyOnWriteArrayList<>();
  public final List<RuleSummary> rules = new CopyOnWriteArrayList<>();

  /** What was asked to be analyzed. */
  public final List<AnalyzeRequest> analyses = new CopyOnWriteArrayList<>();

  /** What is answered to that. */
  public volatile AnalyzeResponse analysis = AnalyzeResponse.getDefaultInstance();

  /** By host, as it was asked for. */
  public final Map<String, ExplainHostResponse> explanations = new ConcurrentHashMap<>();

  /** Each fails one call. */
  public final Queue<Status> failures = new ConcurrentLinkedQueue<>();

  /** Each fails one call for a page other than the first. */
  public final Queue<Status> laterPageFailures = new ConcurrentLinkedQueue<>();

  /** The open watches, in the order of their beginning. */
  public final BlockingQueue<StreamObserver<WatchServicesResponse>> watches =
      new LinkedBlockingQueue<>();

  public volatile int pageSize = 1000;
  public final AtomicInteger pagesServed = new AtomicInteger();
  public volatile Revision revision =
      Revision.newBuilder().setEpoch("00000000000000aa").setSequence(17).build();

  @Override
  public void listServices(
      ListServicesRequest request, StreamObserver<ListServicesResponse> observer) {
    List<ServiceSummary> matching =
        services.stream()
            .filter(item -> matches(request.getOrigin(), item.getService().getOrigin()))
            .filter(item -> matches(request.getNamespace(), item.getService().getNamespace()))
            .filter(item -> matches(request.getHost(), item.getHost()))
            .toList();
    page(
        matching,
        request.getPageToken(),
        observer,
        (items, next) ->
            ListServicesResponse.newBuilder()
                .addAllServices(items)
                .setNextPageToken(next)
                .setRevision(revision)
                .build());
  }

  @Override
  public void getService(GetServiceRequest request, StreamObserver<GetServiceResponse> observer) {
    services.stream()
        .filter(item -> item.getService().getOrigin().equals(request.getOrigin()))
        .filter(item -> item.getService().getNamespace().equals(request.getNamespace()))
        .filter(item -> item.getService().getName().equals(request.getName()))
        .findFirst()
        .ifPresentOrElse(
            item -> {
              observer.onNext(
                  GetServiceResponse.newBuilder().setService(item).setRevision(revision).build());
              observer.onCompleted();
            },
            () -> observer.onError(Status.NOT_FOUND.asRuntimeException()));
  }

  @Override
  public void watchServices(
      WatchServicesRequest request, StreamObserver<WatchServicesResponse> observer) {
    Status failure = failures.poll();
    if (failure == null) {
      watches.add(observer);
    } else {
      observer.onError(failure.asRuntimeException());
    }
  }

  @Override
  public void analyze(AnalyzeRequest request, StreamObserver<AnalyzeResponse> response) {
    analyses.add(request);
    response.onNext(analysis);
    response.onCompleted();
  }

  @Override
  public void listRules(ListRulesRequest request, StreamObserver<ListRulesResponse> observer) {
    List<RuleSummary> matching =
        rules.stream()
            .filter(
                item ->
                    switch (request.getKind()) {
                      case RULE_KIND_VIRTUAL_MESH -> item.getRule().hasVirtualMesh();
                      case RULE_KIND_FAILOVER_POLICY -> item.getRule().hasFailoverPolicy();
                      case RULE_KIND_TRAFFIC_POLICY -> item.getRule().hasTrafficPolicy();
                      case RULE_KIND_ACCESS_POLICY -> item.getRule().hasAccessPolicy();
                      default -> true;
                    })
            .toList();
    page(
        matching,
        request.getPageToken(),
        observer,
        (items, next) ->
            ListRulesResponse.newBuilder()
                .addAllRules(items)
                .setNextPageToken(next)
                .setRevision(revision)
                .build());
  }

  @Override
  public void listEndpointSlices(
      ListEndpointSlicesRequest request, StreamObserver<ListEndpointSlicesResponse> observer) {
    List<EndpointSlice> matching =
        slices.stream()
            .filter(item -> matches(request.getOrigin(), item.getOrigin()))
            .filter(item -> matches(request.getNamespace(), item.getNamespace()))
            .filter(item -> matches(request.getService(), item.getService()))
            .toList();
    page(
        matching,
        request.getPageToken(),
        observer,
        (items, next) ->
            ListEndpointSlicesResponse.newBuilder()
                .addAllEndpointSlices(items)
                .setNextPageToken(next)
                .setRevision(revision)
                .build());
  }

  @Override
  public void listRegistrationSummaries(
      ListRegistrationSummariesRequest request,
      StreamObserver<ListRegistrationSummariesResponse> observer) {
    List<RegistrationSummary> matching =
        registrations.stream()
            .filter(item -> matches(request.getOrigin(), item.getRegistration().getOrigin()))
            .filter(item -> matches(request.getNamespace(), item.getRegistration().getNamespace()))
            .filter(item -> matches(request.getService(), item.getRegistration().getService()))
            .toList();
    page(
        matching,
        request.getPageToken(),
        observer,
        (items, next) ->
            ListRegistrationSummariesResponse.newBuilder()
                .addAllRegistrations(items)
                .setNextPageToken(next)
                .setRevision(revision)
                .build());
  }

  @Override
  public void listClusters(
      ListClustersRequest request, StreamObserver<ListClustersResponse> observer) {
    List<ClusterSummary> matching =
        clusters.stream()
            .filter(item -> matches(request.getOrigin(), item.getCluster().getOrigin()))
            .toList();
    page(
        matching,
        request.getPageToken(),
        observer,
        (items, next) ->
            ListClustersResponse.newBuilder()
                .addAllClusters(items)
                .setNextPageToken(next)
                .setRevision(revision)
                .build());
  }

  @Override
  public void explainHost(
      ExplainHostRequest request, StreamObserver<ExplainHostResponse> observer) {
    ExplainHostResponse explanation = explanations.get(request.getHost());
    if (explanation == null) {
      observer.onError(
          Status.NOT_FOUND
              .withDescription("no origin offers " + request.getHost())
              .asRuntimeException());
      return;
    }
    observer.onNext(
        explanation.toBuilder().setCluster(request.getCluster()).setRevision(revision).build());
    observer.onCompleted();
  }

  private interface Answer<T, R> {
    R of(List<T> items, String nextToken);
  }

  private <T, R> void page(
      List<T> all, String token, StreamObserver<R> observer, Answer<T, R> answer) {
    Status failure = token.isEmpty() ? failures.poll() : laterPageFailures.poll();
    if (failure != null) {
      observer.onError(failure.asRuntimeException());
      return;
    }
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    int to = Math.min(all.size(), from + pageSize);
    pagesServed.incrementAndGet();
    observer.onNext(answer.of(all.subList(from, to), to < all.size() ? Integer.toString(to) : ""));
    observer.onCompleted();
  }

  private static boolean matches(String wanted, String value) {
    return wanted.isEmpty() || wanted.equals(value);
  }
}
