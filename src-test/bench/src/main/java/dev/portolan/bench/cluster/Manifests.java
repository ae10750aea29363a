package dev.portolan.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Applies files of YAML as an administrator does, of the kinds that an installation needs. */
final class Manifests {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
  private static final Map<String, String> COLLECTIONS =
      Map.of(
          "CustomResourceDefinition",
          "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
          "Namespace",
          "/api/v1/namespaces",
          "ServiceAccount",
          "/api/v1/namespaces/%s/serviceaccounts",
          "ClusterRole",
          RBAC + "clusterroles",
          "ClusterRoleBinding",
          RBAC + "clusterrolebindings",
          "Role",
          RBAC + "namespaces/%s/roles",
          "RoleBinding",
          RBAC + "namespaces/%s/rolebindings");

  private Manifests() {}

  /** One document after the other. */
  static void apply(Api api, Path file) {
    try {
      for (String document : Files.readString(file).split("(?m)^---$", -1)) {
        if (!document.isBlank()) {
          Api.join(api.apply(path(document), document));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(String document) {
    String collection = COLLECTIONS.get(find("(?m)^kind: (\\w+)$", document));
    if (collection == null) {
      throw new IllegalArgumentException("of an unknown kind: " + document.lines().toList());
    }
    String name = find("(?m)^metadata:\\R(?:  .*\\R)*?  name: (\\S+)$", document);
    return collection.contains("%s")
        ? collection.formatted(find("(?m)^  namespace: (\\S+)$", document)) + "/" + name
        : collection + "/" + name;
  }

  private static String find(String pattern, String document) {
    Matcher found = Pattern.compile(pattern).matcher(document);
    if (!found.find()) {
      throw new IllegalArgumentException("nothing like %s in %s".formatted(pattern, document));
    }
    return found.group(1);
  }
}
