package dev.portolan.it.peers;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Makes the kinds known that a cluster with Istio and the Multi-Cluster Services API has. */
final class CustomResources {
  private CustomResources() {}

  /** Returns when the API server serves all of them. */
  static void install(KubernetesClient client, Path istioCrds) {
    try (InputStream istio = Files.newInputStream(istioCrds);
        InputStream serviceExport =
            Objects.requireNonNull(
                CustomResources.class.getResourceAsStream("serviceexports.yaml"))) {
      for (InputStream crds : List.of(istio, serviceExport)) {
        List<HasMetadata> items = client.load(crds).items();
        client.resourceList(items).serverSideApply();
        client
            .resourceList(items)
            .waitUntilCondition(CustomResources::isServed, 60, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isServed(HasMetadata item) {
    return item instanceof CustomResourceDefinition crd
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Established".equals(condition.getType())
                        && "True".equals(condition.getStatus()));
  }
}
