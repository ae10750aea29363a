package dev.portolan.agent.discovery.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a fake API server says of the multi-cluster services API: by default that it has none. */
final class FakeExportsApi {
  private static final String GROUP = "multicluster.x-k8s.io";
  private static final ObjectMapper JSON = new ObjectMapper();

  private volatile List<String> versions = List.of();
  private volatile boolean terminating;

  /**
   * From now on the kind is there in these versions, {@code v1beta1} for one; in none, it is gone.
   */
  void serve(String... names) {
    versions = List.of(names);
    terminating = false;
  }

  /** The kind is being deleted: its objects go one by one, and none can be made. */
  void terminate() {
    terminating = true;
  }

  /** Of a path below {@code /apis/multicluster.x-k8s.io}. */
  int code(String path) {
    String[] parts = path.split("/", -1);
    boolean there = !versions.isEmpty() && (parts.length < 4 || versions.contains(parts[3]));
    return there ? 200 : 404;
  }

  /** The group, or the kinds of one of its versions. */
  ObjectNode answer(String path) {
    String[] parts = path.split("/", -1);
    return parts.length < 4 ? group() : kinds(parts[3]);
  }

  private ObjectNode group() {
    ObjectNode group =
        JSON.createObjectNode().put("kind", "APIGroup").put("apiVersion", "v1").put("name", GROUP);
    ArrayNode list = group.putArray("versions");
    for (String version : versions) {
      list.addObject().put("groupVersion", GROUP + "/" + version).put("version", version);
    }
    return group;
  }

  private ObjectNode kinds(String version) {
    ObjectNode kinds =
        JSON.createObjectNode()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", GROUP + "/" + version);
    ArrayNode verbs =
        kinds
            .putArray("resources")
            .addObject()
            .put("name", "serviceexports")
            .put("kind", "ServiceExport")
            .put("namespaced", true)
            .putArray("verbs")
            .add("list")
            .add("watch");
    if (!terminating) {
      verbs.add("create");
    }
    return kinds;
  }
}
