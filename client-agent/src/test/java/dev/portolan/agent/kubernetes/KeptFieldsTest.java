package dev.portolan.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portolan.agent.discovery.objects.ObjectChange;
import dev.portolan.agent.discovery.objects.ObjectKind;
import dev.portolan.agent.discovery.reduction.ObjectReduction;
import dev.portolan.agent.discovery.reduction.UnreadableObjectException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class KeptFieldsTest {
  private static final KubernetesSerialization WHOLE = new KubernetesSerialization();

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: reviews-1
        namespace: bookinfo
        labels: {app: reviews, security.istio.io/tlsMode: istio, istio-locality: eu.a.1}
        annotations: {ambient.istio.io/redirection: enabled}
      spec:
        serviceAccountName: reviews
        nodeName: node-1
        hostNetwork: false
        volumes: [{name: data, emptyDir: {}}]
        tolerations: [{operator: Exists}]
        containers:
        - name: istio-proxy
          image: proxyv2
          resources: {limits: {cpu: "2"}}
          env:
          - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
          - {name: ISTIO_META_REQUESTED_NETWORK_VIEW, value: "east,west"}
          envFrom: [{configMapRef: {name: settings}}]
        newInALaterKubernetes: {deep: [1, 2]}
      status:
        phase: Running
        podIP: 10.1.2.3
      """;
  private static final String NODE =
      """
      apiVersion: v1
      kind: Node
      metadata:
        name: node-1
        labels: {topology.kubernetes.io/region: eu, topology.kubernetes.io/zone: a}
      spec: {podCIDR: 10.1.0.0/16}
      status:
        addresses: [{type: InternalIP, address: 192.0.2.1}, {type: ExternalIP, address: 192.0.2.9}]
        images: [{names: [a], sizeBytes: 1}]
      """;
  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: bookinfo
        deletionTimestamp: "2026-01-02T03:04:05Z"
        labels: {topology.istio.io/network: east, istio.io/dataplane-mode: ambient}
      spec: {finalizers: [kubernetes]}
      status: {phase: Terminating}
      """;

  @Test
  void whatIsLeftOutMattersToNoReduction() throws UnreadableObjectException {
    assertThat(reduced(Json.SHARED, ObjectKind.POD, POD))
        .isEqualTo(reduced(WHOLE, ObjectKind.POD, POD));
    assertThat(reduced(Json.SHARED, ObjectKind.NODE, NODE))
        .isEqualTo(reduced(WHOLE, ObjectKind.NODE, NODE));
    assertThat(reduced(Json.SHARED, ObjectKind.NAMESPACE, NAMESPACE))
        .isEqualTo(reduced(WHOLE, ObjectKind.NAMESPACE, NAMESPACE));
  }

  @Test
  void theRestIsReadNeitherAsAFieldNorAsAnUnknownOne() {
    Pod pod = Json.SHARED.unmarshal(POD, Pod.class);
    assertThat(pod.getStatus()).isNull();
    assertThat(pod.getAdditionalProperties()).isEmpty();
    assertThat(pod.getSpec().getVolumes()).isEmpty();
    assertThat(pod.getSpec().getContainers().get(0).getResources()).isNull();
    assertThat(pod.getSpec().getContainers().get(0).getAdditionalProperties()).isEmpty();
    assertThat(Json.SHARED.unmarshal(NODE, Node.class).getStatus().getImages()).isEmpty();
  }

  @Test
  void whatAWatchBringsIsOfItsType() {
    String event =
        "{\"type\": \"ADDED\", \"object\": %s}".formatted(Json.SHARED.convertToJson(POD));
    assertThat(Json.SHARED.unmarshal(event, WatchEvent.class).getObject())
        .isInstanceOfSatisfying(
            Pod.class, pod -> assertThat(pod.getSpec().getNodeName()).isEqualTo("node-1"));
  }

  private static ObjectChange reduced(KubernetesSerialization json, ObjectKind kind, String yaml)
      throws UnreadableObjectException {
    HasMetadata object = json.unmarshal(yaml, ObjectReduction.model(kind));
    return ObjectReduction.seen(kind, object);
  }
}
