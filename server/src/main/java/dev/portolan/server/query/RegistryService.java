package dev.portolan.server.query;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.RegistrySnapshot;
import dev.portolan.registry.ServiceKey;
import dev.portolan.server.rpc.InvalidRequestException;
import dev.portolan.server.rpc.NotFoundException;
import dev.portolan.v1.AnalyzeRequest;
import dev.portolan.v1.AnalyzeResponse;
import dev.portolan.v1.EndpointSlice;
import dev.portolan.v1.ExplainHostRequest;
import dev.portolan.v1.ExplainHostResponse;
import dev.portolan.v1.GetClusterRequest;
import dev.portolan.v1.GetClusterResponse;
import dev.portolan.v1.GetRuleRequest;
import dev.portolan.v1.GetRuleResponse;
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
import dev.portolan.v1.RegistryServiceGrpc.RegistryServiceImplBase;
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.ServiceSummary;
import dev.portolan.v1.Severity;
import dev.portolan.v1.WatchEndpointSlicesRequest;
import dev.portolan.v1.WatchEndpointSlicesResponse;
import dev.portolan.v1.WatchRulesRequest;
import dev.portolan.v1.WatchRulesResponse;
import dev.portolan.v1.WatchServicesRequest;
import dev.portolan.v1.WatchServicesResponse;
import dev.portolan.wire.RevisionCodec;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** Serves the registry's questions. Thread-safe; each answer comes from one snapshot. */
public final class RegistryService extends RegistryServiceImplBase {
  private final PublishedSnapshots snapshots;
  private final Pages pages;
  private final ClusterQuestions clusters;
  private final RegistrationSummaries registrations;
  private final RuleQuestions rules;
  private final ClientNames names;
  private final HostQuestions hosts;

  /**
   * A service of what is published.
   *
   * @param nanoTime monotonic, as {@link System#nanoTime}
   * @param clock for ages that people read
   */
  public RegistryService(
      PublishedSnapshots snapshots, Observations observations, LongSupplier nanoTime, Clock clock) {
    Agents agents = observations.agents();
    this.snapshots = snapshots;
    this.pages = new Pages(snapshots, new PinnedSnapshots(nanoTime));
    this.clusters =
        new ClusterQuestions(
            pages, agents, observations.refused(), observations.probations(), clock);
    this.registrations = new RegistrationSummaries(pages, observations.renewals());
    this.rules = new RuleQuestions(pages, agents);
    this.names = new ClientNames(agents);
    this.hosts = new HostQuestions(agents);
  }

  @Override
  public void listServices(
      ListServicesRequest request, StreamObserver<ListServicesResponse> response) {
    Selection selection =
        new Selection(request.getOrigin(), request.getNamespace(), "", request.getHost());
    Pages.Page<ServiceSummary> page =
        pages.page(
            new Pages.Request(
                "services " + selection, request.getPageSize(), request.getPageToken()),
            Pages::serviceKey,
            new ServiceProjection(selection));
    answer(
        response,
        ListServicesResponse.newBuilder()
            .addAllServices(page.items())
            .setNextPageToken(page.nextToken())
            .setRevision(RevisionCodec.encode(page.snapshot().revision()))
            .build());
  }

  @Override
  public void getService(GetServiceRequest request, StreamObserver<GetServiceResponse> response) {
    requireLabel("origin", request.getOrigin());
    requireLabel("namespace", request.getNamespace());
    requireLabel("name", request.getName());
    RegistrySnapshot snapshot = snapshots.latest();
    ServiceKey key =
        new ServiceKey(
            new OriginId(request.getOrigin()), request.getNamespace(), request.getName());
    ServiceSummary service =
        Summaries.service(snapshot, key)
            .orElseThrow(() -> new NotFoundException(absence(snapshot, key)));
    answer(
        response,
        GetServiceResponse.newBuilder()
            .setService(service.toBuilder().addAllNames(names.of(snapshot, key)))
            .setRevision(RevisionCodec.encode(snapshot.revision()))
            .build());
  }

  @Override
  public void watchServices(
      WatchServicesRequest request, StreamObserver<WatchServicesResponse> response) {
    Selection selection =
        new Selection(request.getOrigin(), request.getNamespace(), "", request.getHost());
    watch(response, new ServiceProjection(selection));
  }

  @Override
  public void listEndpointSlices(
      ListEndpointSlicesRequest request, StreamObserver<ListEndpointSlicesResponse> response) {
    Selection selection =
        new Selection(
            request.getOrigin(), request.getNamespace(), request.getService(), request.getHost());
    Pages.Page<EndpointSlice> page =
        pages.page(
            new Pages.Request("slices " + selection, request.getPageSize(), request.getPageToken()),
            Pages::sliceKey,
            new SliceProjection(selection));
    answer(
        response,
        ListEndpointSlicesResponse.newBuilder()
            .addAllEndpointSlices(page.items())
            .setNextPageToken(page.nextToken())
            .setRevision(RevisionCodec.encode(page.snapshot().revision()))
            .build());
  }

  @Override
  public void watchEndpointSlices(
      WatchEndpointSlicesRequest request, StreamObserver<WatchEndpointSlicesResponse> response) {
    Selection selection =
        new Selection(
            request.getOrigin(), request.getNamespace(), request.getService(), request.getHost());
    watch(response, new SliceProjection(selection));
  }

  @Override
  public void listClusters(
      ListClustersRequest request, StreamObserver<ListClustersResponse> response) {
    Selection selection = new Selection(request.getOrigin(), "", "", "");
    var page =
        clusters.list(
            new Pages.Request(
                "clusters " + selection, request.getPageSize(), request.getPageToken()),
            selection);
    answer(
        response,
        ListClustersResponse.newBuilder()
            .addAllClusters(page.items())
            .setNextPageToken(page.nextToken())
            .setRevision(RevisionCodec.encode(page.snapshot().revision()))
            .build());
  }

  @Override
  public void getCluster(GetClusterRequest request, StreamObserver<GetClusterResponse> response) {
    requireLabel("origin", request.getOrigin());
    RegistrySnapshot snapshot = snapshots.latest();
    answer(
        response,
        GetClusterResponse.newBuilder()
            .setCluster(clusters.get(snapshot, new OriginId(request.getOrigin())))
            .setRevision(RevisionCodec.encode(snapshot.revision()))
            .build());
  }

  @Override
  public void analyze(AnalyzeRequest request, StreamObserver<AnalyzeResponse> response) {
    Optional<OriginId> only =
        request.getOrigin().isEmpty()
            ? Optional.empty()
            : Optional.of(request.getOrigin())
                .map(
                    name -> {
                      requireLabel("origin", name);
                      return new OriginId(name);
                    });
    if (request.getLeast() == Severity.UNRECOGNIZED) {
      throw new InvalidRequestException("least", "is no severity that this hub knows");
    }
    answer(response, clusters.analyze(snapshots.latest(), only, request.getLeast()));
  }

  @Override
  public void listRegistrationSummaries(
      ListRegistrationSummariesRequest request,
      StreamObserver<ListRegistrationSummariesResponse> response) {
    Selection selection =
        new Selection(
            request.getOrigin(), request.getNamespace(), request.getService(), request.getHost());
    var page =
        registrations.list(
            new Pages.Request(
                "registrations " + selection, request.getPageSize(), request.getPageToken()),
            selection);
    answer(
        response,
        ListRegistrationSummariesResponse.newBuilder()
            .addAllRegistrations(page.items())
            .setNextPageToken(page.nextToken())
            .setRevision(RevisionCodec.encode(page.snapshot().revision()))
            .build());
  }

  @Override
  public void listRules(ListRulesRequest request, StreamObserver<ListRulesResponse> response) {
    var page =
        rules.list(
            new Pages.Request(
                "rules " + request.getKindValue(), request.getPageSize(), request.getPageToken()),
            request.getKind());
    answer(
        response,
        ListRulesResponse.newBuilder()
            .addAllRules(page.items())
            .setNextPageToken(page.nextToken())
            .setRevision(RevisionCodec.encode(page.snapshot().revision()))
            .build());
  }

  @Override
  public void watchRules(WatchRulesRequest request, StreamObserver<WatchRulesResponse> response) {
    if (request.getKind() == RuleKind.UNRECOGNIZED) {
      throw new InvalidRequestException("kind", "is not one that this hub knows");
    }
    watch(response, new RuleProjection(request.getKind()));
  }

  @Override
  public void getRule(GetRuleRequest request, StreamObserver<GetRuleResponse> response) {
    RegistrySnapshot snapshot = snapshots.latest();
    answer(
        response,
        GetRuleResponse.newBuilder()
            .setRule(rules.get(snapshot, request.getName()))
            .setRevision(RevisionCodec.encode(snapshot.revision()))
            .build());
  }

  @Override
  public void explainHost(
      ExplainHostRequest request, StreamObserver<ExplainHostResponse> response) {
    answer(response, hosts.explain(snapshots.latest(), request));
  }

  private <W> void watch(StreamObserver<W> response, Projection<?, W> projection) {
    // gRPC hands out this type to every server method; it is how flow control is reached.
    Watch.serve((ServerCallStreamObserver<W>) response, projection, snapshots);
  }

  private static String absence(RegistrySnapshot snapshot, ServiceKey key) {
    HostKey host = key.host();
    SortedSet<OriginId> others = snapshot.originsOf(host);
    if (!snapshot.origins().containsKey(key.origin())) {
      SortedSet<OriginId> known = new TreeSet<>(snapshot.origins().keySet());
      return "no origin '%s' has reported; %s"
          .formatted(key.origin(), ClusterQuestions.named(known));
    }
    return "%s offers no service %s; %s"
        .formatted(
            key.origin(), host, others.isEmpty() ? "nor does any other origin" : others + " do");
  }

  private static void requireLabel(String field, String value) {
    Names.labelProblem(value)
        .ifPresent(
            problem -> {
              throw new InvalidRequestException(field, problem);
            });
  }

  private static <A> void answer(StreamObserver<A> response, A message) {
    response.onNext(message);
    response.onCompleted();
  }
}
