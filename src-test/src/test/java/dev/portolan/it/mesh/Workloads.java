package dev.portolan.it.mesh;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/**
 * Writes what users, controllers, schedulers and kubelets would write: services whose pods run, are
 * ready, and have sidecars. A pod's name is that of its address.
 */
record Workloads(KubernetesClient admin) {

  void namespace(String name) {
    apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s}
        """
            .formatted(name));
  }

  void node(String name, String region, String zone) {
    apply(
        """
        apiVersion: v1
        kind: Node
        metadata:
          name: %s
          labels: {topology.kubernetes.io/region: %s, topology.kubernetes.io/zone: %s}
        """
            .formatted(name, region, zone));
  }

  /** With one HTTP port 9080. */
  void service(String namespace, String name) {
    apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          selector: {app: %1$s}
          ports: [{name: http, port: 9080, appProtocol: http}]
        """
            .formatted(name, namespace));
  }

  void deleteService(String namespace, String name) {
    admin.services().inNamespace(namespace).withName(name).delete();
    admin.discovery().v1().endpointSlices().inNamespace(namespace).withName(name).delete();
  }

  /** Makes these the ready pods of a service, in one slice; they listen on port 9080. */
  void pods(String namespace, String service, String node, List<String> addresses) {
    addresses.forEach(address -> pod(namespace, service, node, address));
    StringBuilder slice =
        new StringBuilder(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: %1$s
              namespace: %2$s
              labels: {kubernetes.io/service-name: %1$s}
            addressType: IPv4
            ports: [{name: http, port: 9080, protocol: TCP}]
            endpoints:
            """
                .formatted(service, namespace));
    for (String address : addresses) {
      slice.append(
          "- {addresses: [%1$s], nodeName: %2$s, conditions: {ready: true}, targetRef: {kind: Pod, name: %3$s, namespace: %4$s}}\n"
              .formatted(address, node, podName(service, address), namespace));
    }
    apply(slice + (addresses.isEmpty() ? "  []\n" : ""));
  }

  private void pod(String namespace, String service, String node, String address) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %1$s
          namespace: %2$s
          labels: {app: %3$s, security.istio.io/tlsMode: istio}
        spec:
          nodeName: %4$s
          serviceAccountName: %3$s
          automountServiceAccountToken: false
          containers: [{name: app, image: app}]
        status:
          phase: Running
          podIP: %5$s
          podIPs: [{ip: %5$s}]
          conditions: [{type: Ready, status: "True"}]
        """
            .formatted(podName(service, address), namespace, service, node, address);
    Pod pod = Serialization.unmarshal(yaml, Pod.class);
    apply(yaml);
    admin.resource(pod).patchStatus();
  }

  private static String podName(String service, String address) {
    return service + "-" + address.replace('.', '-');
  }

  /** A stock east-west gateway, with the address that its load balancer has. */
  void eastWestGateway(String network, String address) {
    String yaml =
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: istio-eastwestgateway
          namespace: istio-system
          labels: {istio: eastwestgateway, topology.istio.io/network: %s}
        spec:
          type: LoadBalancer
          selector: {istio: eastwestgateway}
          ports: [{name: tls, port: 15443, targetPort: 15443}]
        status: {loadBalancer: {ingress: [{ip: %s}]}}
        """
            .formatted(network, address);
    apply(yaml);
    admin.resource(Serialization.unmarshal(yaml, Service.class)).patchStatus();
    apply(
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: cross-network-gateway, namespace: istio-system}
        spec:
          selector: {istio: eastwestgateway}
          servers:
          - port: {number: 15443, name: tls, protocol: TLS}
            tls: {mode: AUTO_PASSTHROUGH}
            hosts: ["*.local"]
        """);
  }

  /**
   * A pod of the east-west gateway, the only one.
   *
   * @param view networks of which it shows endpoints, empty for all
   */
  void eastWestPod(String node, String address, String view) {
    apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: istio-eastwestgateway
          namespace: istio-system
          labels: {kubernetes.io/service-name: istio-eastwestgateway}
        addressType: IPv4
        ports: [{name: tls, port: 15443, protocol: TCP}]
        endpoints:
        - addresses: [%1$s]
          nodeName: %2$s
          targetRef: {kind: Pod, name: %3$s, namespace: istio-system}
        """
            .formatted(address, node, podName("gateway", address)));
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %1$s, namespace: istio-system}
        spec:
          nodeName: %2$s
          automountServiceAccountToken: false
          containers:
          - name: istio-proxy
            image: auto
            env: [{name: ISTIO_META_REQUESTED_NETWORK_VIEW, value: "%3$s"}]
        """
            .formatted(podName("gateway", address), node, view));
  }

  /** The east-west gateway has no pods that anybody could see any more. */
  void forgetEastWestPods() {
    admin
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace("istio-system")
        .withName("istio-eastwestgateway")
        .delete();
  }

  /** Anything else, as a user applies it. */
  void apply(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml, HasMetadata.class);
    admin.resource(object).fieldManager("it").forceConflicts().serverSideApply();
  }
}
