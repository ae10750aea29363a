package dev.portolan.bench.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Services with their pods and slices, as controllers and kubelets would write them: pods with a
 * sidecar and the size that pods have.
 *
 * @param pods of each service; all in one slice
 */
public record Workloads(Api api, String namespace, int pods) {
  private static final int REQUESTS_AHEAD = 16;
  private static final String NODE = "node-1";

  /** Makes namespaces; those that are there stay as they are. */
  public static void namespaces(Api api, Iterable<String> names) {
    for (String name : names) {
      Api.join(
          api.apply(
              "/api/v1/namespaces/" + name,
              "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(name)));
    }
  }

  /** The node that all pods are on. */
  public static void node(Api api) {
    Api.join(
        api.apply(
            "/api/v1/nodes/" + NODE,
            """
            apiVersion: v1
            kind: Node
            metadata:
              name: node-1
              labels: {topology.kubernetes.io/region: region-1, topology.kubernetes.io/zone: zone-1}
            """));
  }

  /** Makes the services below a number. */
  public void deploy(int services) {
    Deque<CompletableFuture<String>> ahead = new ArrayDeque<>();
    for (int service = 0; service < services; service++) {
      send(ahead, api.create(core("services"), service(service)));
      for (int pod = 0; pod < pods; pod++) {
        send(ahead, api.create(core("pods"), pod(service, pod)));
      }
      send(ahead, api.create(slices(), slice(service)));
    }
    ahead.forEach(Api::join);
  }

  private static void send(Deque<CompletableFuture<String>> ahead, CompletableFuture<String> next) {
    ahead.add(next);
    if (ahead.size() > REQUESTS_AHEAD) {
      Api.join(ahead.remove());
    }
  }

  /** Lets the last pod of a service have another address. */
  public CompletableFuture<String> move(int service, String address) {
    String endpoints =
        IntStream.range(0, pods)
            .mapToObj(
                pod -> endpoint(service, pod, pod == pods - 1 ? address : address(service, pod)))
            .collect(Collectors.joining(","));
    return api.merge(slices() + "/" + name(service), "{\"endpoints\":[" + endpoints + "]}");
  }

  private String core(String kind) {
    return "/api/v1/namespaces/" + namespace + "/" + kind;
  }

  /** Where the slices are. */
  public String slices() {
    return "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices";
  }

  private static String name(int service) {
    return String.format(Locale.ROOT, "app-%04d", service);
  }

  private static String podName(int service, int pod) {
    return name(service) + "-5d9c7b8f6d-" + String.format(Locale.ROOT, "%05d", pod);
  }

  private static String address(int service, int pod) {
    return "10.128.%d.%d".formatted(service, pod + 1);
  }

  private static String service(int number) {
    return """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"%1$s","labels":{"app":"%1$s"}},
        "spec":{"selector":{"app":"%1$s"},"ports":[{"name":"http","port":80,"targetPort":8080}]}}
        """
        .formatted(name(number));
  }

  private String slice(int service) {
    String endpoints =
        IntStream.range(0, pods)
            .mapToObj(pod -> endpoint(service, pod, address(service, pod)))
            .collect(Collectors.joining(","));
    return """
        {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"%1$s",
        "labels":{"kubernetes.io/service-name":"%1$s"}},"addressType":"IPv4",
        "ports":[{"name":"http","port":8080,"protocol":"TCP"}],"endpoints":[%2$s]}
        """
        .formatted(name(service), endpoints);
  }

  private String endpoint(int service, int pod, String address) {
    return """
        {"addresses":["%s"],"nodeName":"%s","conditions":{"ready":true,"serving":true},
        "targetRef":{"kind":"Pod","name":"%s","namespace":"%s"}}
        """
        .formatted(address, NODE, podName(service, pod), namespace);
  }

  /** With a container and a sidecar. */
  private static String pod(int service, int pod) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%1$s",
        "labels":{"app":"%2$s","security.istio.io/tlsMode":"istio","pod-template-hash":"5d9c7b8f6d",
        "service.istio.io/canonical-name":"%2$s","service.istio.io/canonical-revision":"latest"},
        "annotations":{"sidecar.istio.io/status":"%3$s"}},
        "spec":{"nodeName":"%4$s","serviceAccountName":"web","automountServiceAccountToken":false,
        "containers":[%5$s,%6$s]}}
        """
        .formatted(
            podName(service, pod),
            name(service),
            "x".repeat(400),
            NODE,
            container("app"),
            container("istio-proxy"));
  }

  private static String container(String name) {
    String environment =
        IntStream.range(0, 20)
            .mapToObj(i -> "{\"name\":\"VARIABLE_%d\",\"value\":\"some value\"}".formatted(i))
            .collect(Collectors.joining(","));
    return """
        {"name":"%1$s","image":"registry.example/%1$s:1","env":[%2$s],
        "ports":[{"name":"p-%1$s","containerPort":8080}],
        "readinessProbe":{"httpGet":{"path":"/ready","port":8080},"periodSeconds":5},
        "resources":{"limits":{"cpu":"1","memory":"256Mi"},"requests":{"cpu":"100m","memory":"64Mi"}}}
        """
        .formatted(name, environment);
  }
}
