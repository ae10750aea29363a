package dev.portolan.it.discovery;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The definition of ServiceExports in a cluster; it is there when a test begins. */
record ExportDefinition(KubernetesClient admin) {
  private static final String NAME = "serviceexports.multicluster.x-k8s.io";
  private static final String RESOURCE = "/dev/portolan/it/peers/serviceexports.yaml";

  /** Returns when it is gone, and all its objects. */
  void delete() {
    admin.apiextensions().v1().customResourceDefinitions().withName(NAME).delete();
    admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(NAME)
        .waitUntilCondition(Objects::isNull, 120, TimeUnit.SECONDS);
  }

  /** Returns when objects of this version can be made. */
  void install(String version) throws IOException {
    try (InputStream yaml =
        Objects.requireNonNull(ExportDefinition.class.getResourceAsStream(RESOURCE))) {
      String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
      CustomResourceDefinition definition =
          admin
              .getKubernetesSerialization()
              .unmarshal(text.replace("v1alpha1", version), CustomResourceDefinition.class);
      admin.resource(definition).fieldManager("it").forceConflicts().serverSideApply();
    }
    admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(NAME)
        .waitUntilCondition(ExportDefinition::established, 60, TimeUnit.SECONDS);
  }

  private static boolean established(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Established".equals(condition.getType())
                        && "True".equals(condition.getStatus()));
  }
}
