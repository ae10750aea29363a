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
import dev.portolan.v1.RuleKind;
import dev.portolan.v1.RuleSummary;
import dev.portolan.v1.ServiceSummary;
import dev.portolan.v1.Severity;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whole lists from one hub.
 *
 * <p>Every method throws {@link dev.portolan.cli.shell.CommandException} when the hub does not
 * answer or refuses.
 */
public final class RegistryReader {
  private final Hub hub;

  RegistryReader(Hub hub) {
    this.hub = hub;
  }

  public Listed<ServiceSummary> services(Filter filter) {
    ListServicesRequest request =
        ListServicesRequest.newBuilder()
            .setPageSize(Pages.PAGE_SIZE)
            .setOrigin(filter.origin())
            .setNamespace(filter.namespace())
            .setHost(filter.host())
            .build();
    Pages<ServiceSummary> pages =
        token -> {
          ListServicesResponse page =
              hub.call().listServices(request.toBuilder().setPageToken(token).build());
          return new Pages.Page<>(
              page.getServicesList(), page.getNextPageToken(), page.getRevision());
        };
    return explained(pages::all);
  }

  /** One service, or an empty list when its origin does not offer it. */
  public Listed<ServiceSummary> service(String origin, String namespace, String name) {
    GetServiceRequest request =
        GetServiceRequest.newBuilder()
            .setOrigin(origin)
            .setNamespace(namespace)
            .setName(name)
            .build();
    return explained(
        () -> {
          try {
            GetServiceResponse response = hub.call().getService(request);
            return new Listed<>(response.getRevision(), List.of(response.getService()));
          } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
              return new Listed<>(dev.portolan.v1.Revision.getDefaultInstance(), List.of());
            }
            throw e;
          }
        });
  }

  /**
   * What is observed of the whole registry.
   *
   * @param origin only about this one; empty: about all, and about rules
   */
  public AnalyzeResponse analyze(String origin, Severity least) {
    AnalyzeRequest request = AnalyzeRequest.newBuilder().setOrigin(origin).setLeast(least).build();
    return explained(() -> hub.call().analyze(request));
  }

  /** An empty {@code service} matches every service. */
  public Listed<EndpointSlice> slices(Filter filter, String service) {
    ListEndpointSlicesRequest request =
        ListEndpointSlicesRequest.newBuilder()
            .setPageSize(Pages.PAGE_SIZE)
            .setOrigin(filter.origin())
            .setNamespace(filter.namespace())
            .setService(service)
            .setHost(filter.host())
            .build();
    Pages<EndpointSlice> pages =
        token -> {
          ListEndpointSlicesResponse page =
              hub.call().listEndpointSlices(request.toBuilder().setPageToken(token).build());
          return new Pages.Page<>(
              page.getEndpointSlicesList(), page.getNextPageToken(), page.getRevision());
        };
    return explained(pages::all);
  }

  /** What is registered by RPC. An empty {@code service} matches every service. */
  public Listed<RegistrationSummary> registrations(Filter filter, String service) {
    ListRegistrationSummariesRequest request =
        ListRegistrationSummariesRequest.newBuilder()
            .setPageSize(Pages.PAGE_SIZE)
            .setOrigin(filter.origin())
            .setNamespace(filter.namespace())
            .setService(service)
            .setHost(filter.host())
            .build();
    Pages<RegistrationSummary> pages =
        token -> {
          ListRegistrationSummariesResponse page =
              hub.call().listRegistrationSummaries(request.toBuilder().setPageToken(token).build());
          return new Pages.Page<>(
              page.getRegistrationsList(), page.getNextPageToken(), page.getRevision());
        };
    return explained(pages::all);
  }

  /** An empty {@code origin} matches every cluster. */
  public Listed<ClusterSummary> clusters(String origin) {
    ListClustersRequest request =
        ListClustersRequest.newBuilder().setPageSize(Pages.PAGE_SIZE).setOrigin(origin).build();
    Pages<ClusterSummary> pages =
        token -> {
          ListClustersResponse page =
              hub.call().listClusters(request.toBuilder().setPageToken(token).build());
          return new Pages.Page<>(
              page.getClustersList(), page.getNextPageToken(), page.getRevision());
        };
    return explained(pages::all);
  }

  /** Rules of a kind, or of all. */
  public Listed<RuleSummary> rules(RuleKind kind) {
    ListRulesRequest request =
        ListRulesRequest.newBuilder().setPageSize(Pages.PAGE_SIZE).setKind(kind).build();
    Pages<RuleSummary> pages =
        token -> {
          ListRulesResponse page =
              hub.call().listRules(request.toBuilder().setPageToken(token).build());
          return new Pages.Page<>(page.getRulesList(), page.getNextPageToken(), page.getRevision());
        };
    return explained(pages::all);
  }

  /** Why a host is as it is in a cluster. */
  public ExplainHostResponse explain(ExplainHostRequest request) {
    return explained(() -> hub.call().explainHost(request));
  }

  private <T> T explained(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw hub.failure(e);
    }
  }
}
