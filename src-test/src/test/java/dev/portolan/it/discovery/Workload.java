package dev.portolan.it.discovery;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Writes what controllers, a scheduler and an injector would write. */
record Workload(KubernetesClient admin, String namespace) {

  void service(String name) {
    apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: %s}
        spec:
          selector: {app: %s}
          ports: [{name: http, port: 80}]
        """
            .formatted(name, namespace, name));
  }

  void pod(String name, String node, boolean sidecar) {
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %s
          namespace: %s
          labels: {app: cart%s}
          annotations: {note: "caf\u00e9"}
        spec:
          nodeName: %s
          serviceAccountName: cart
          automountServiceAccountToken: false
          containers: [{name: app, image: app}]
        """
            .formatted(name, namespace, sidecar ? ", security.istio.io/tlsMode: istio" : "", node));
  }

  void slice(String service, String address, String pod, String node) {
    apply(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %s-a
          namespace: %s
          labels: {kubernetes.io/service-name: %s}
        addressType: IPv4
        ports: [{name: http, port: 8080}]
        endpoints:
        - addresses: [%s]
          nodeName: %s
          conditions: {ready: true}
          targetRef: {kind: Pod, name: %s, namespace: %s}
        """
            .formatted(service, namespace, service, address, node, pod, namespace));
  }

  void node(String name, String zone) {
    admin
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("topology.kubernetes.io/region", "eu")
                .addToLabels("topology.kubernetes.io/zone", zone)
                .endMetadata()
                .build())
        .fieldManager("it")
        .forceConflicts()
        .serverSideApply();
  }

  void trustDomain(String domain) {
    admin
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("istio-system")
                .withName("istio")
                .endMetadata()
                .addToData("mesh", "trustDomain: " + domain + "\n")
                .build())
        .fieldManager("it")
        .forceConflicts()
        .serverSideApply();
  }

  private void apply(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml, HasMetadata.class);
    admin.resource(object).fieldManager("it").forceConflicts().serverSideApply();
  }

  /** In a version of {@code multicluster.x-k8s.io}. */
  void export(String service, String version) {
    apply(
        """
        apiVersion: multicluster.x-k8s.io/%s
        kind: ServiceExport
        metadata: {name: %s, namespace: %s}
        """
            .formatted(version, service, namespace));
  }

  void deleteExport(String service, String version) {
    admin
        .genericKubernetesResources("multicluster.x-k8s.io/" + version, "ServiceExport")
        .inNamespace(namespace)
        .withName(service)
        .delete();
  }

  void deleteService(String name) {
    admin.services().inNamespace(namespace).withName(name).delete();
  }

  void deleteSlice(String service) {
    admin
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(namespace)
        .withName(service + "-a")
        .delete();
  }
}
