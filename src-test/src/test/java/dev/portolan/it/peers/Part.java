package dev.portolan.it.peers;

/** A file that {@code src-test/peers/provision} makes. */
enum Part {
  CONSUL("consul"),
  ENVOY("envoy"),
  ETCD("etcd"),
  EUREKA("eureka-server.jar"),
  FAKETIME("libfaketime.so.1"),
  GRPC_PYTHON("grpcio-python"),
  ISTIOD("pilot-discovery"),
  ISTIO_CRDS("istio-crds.yaml"),
  KUBE_APISERVER("kube-apiserver");

  private final String fileName;

  Part(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }
}
