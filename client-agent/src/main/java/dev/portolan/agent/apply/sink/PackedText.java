package dev.portolan.agent.apply.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * JSON of objects in little memory. Deflated alone, such a short text hardly shrinks; what objects
 * have in common is therefore known beforehand. Equal texts are packed equally. Thread-safe.
 */
final class PackedText {
  // What most objects say, the most frequent at the end. It is written nowhere, so it may change.
  private static final byte[] IN_COMMON =
      """
      {"apiVersion":"security.istio.io/v1","kind":"AuthorizationPolicy","action":"ALLOW","rules":[{\
      "from":[{"source":{"namespaces":["principals":["*/ns//sa/"to":[{"operation":{"ports":["\
      "when":[{"key":"source.principal","values":["/*"]}]"selector":{"matchLabels":{"app":"\
      {"apiVersion":"networking.istio.io/v1","kind":"VirtualService","http":[{"route":[{\
      "destination":{"host":"","subset":""},"weight":"retries":{"attempts":"timeout":"s"\
      {"apiVersion":"v1","kind":"Service","portLevelSettings":[{"port":{"number":,"tls":{"mode":\
      "ISTIO_MUTUAL","sni":"outbound_._.weight":1,"network":"protocol":"TCP","name":"https","HTTP2"\
      "portolan.dev/shaped-by":"portolan.dev/t2":"1","mode":"DISABLE","topology.istio.io/subzone"\
      {"apiVersion":"networking.istio.io/v1","kind":"DestinationRule","metadata":{"annotations":{\
      "spec":{"exportTo":["*"],"host":"","trafficPolicy":{"loadBalancer":{"localityLbSetting":{\
      "enabled":true,"failoverPriority":["portolan.dev/t2","portolan.dev/t1",\
      "topology.kubernetes.io/region","topology.kubernetes.io/zone"]}},"outlierDetection":{\
      "baseEjectionTime":"30s","consecutive5xxErrors":5,"consecutiveGatewayErrors":5,\
      "interval":"5s","maxEjectionPercent":100}}}}\
      {"apiVersion":"networking.istio.io/v1","kind":"ServiceEntry","metadata":{"annotations":{\
      "portolan.dev/revision":"","portolan.dev/spec-hash":""},"labels":{\
      "app.kubernetes.io/managed-by":"portolan-agent","portolan.dev/virtual-mesh":""},\
      "name":"portolan-","namespace":""},"spec":{"endpoints":[{"address":"10.","labels":{\
      "portolan.dev/cluster":"","portolan.dev/t1":"1","security.istio.io/tlsMode":"istio"},\
      "locality":"","ports":{"http":8080}},{"address":"10."}],"exportTo":["*"],"hosts":["\
      .svc.clusterset.local"],"location":"MESH_INTERNAL","ports":[{"name":"http","number":80,\
      "protocol":"HTTP"}],"resolution":"STATIC","subjectAltNames":["spiffe://cluster.local/ns//sa/\
      """
          .getBytes(UTF_8);

  // What each takes in the system's memory is more than a thousand objects do.
  private static final Deflater DEFLATER = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private static final Inflater INFLATER = new Inflater(true);

  private PackedText() {}

  static byte[] pack(String text) {
    synchronized (DEFLATER) {
      DEFLATER.reset();
      DEFLATER.setDictionary(IN_COMMON);
      DEFLATER.setInput(text.getBytes(UTF_8));
      DEFLATER.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1024];
      while (!DEFLATER.finished()) {
        out.write(buffer, 0, DEFLATER.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  /** The text of which {@link #pack} made these bytes; nothing else has any. */
  static String unpack(byte[] packed) {
    synchronized (INFLATER) {
      INFLATER.reset();
      INFLATER.setDictionary(IN_COMMON);
      INFLATER.setInput(packed);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      try {
        while (!INFLATER.finished()) {
          int read = INFLATER.inflate(buffer);
          if (read == 0 && !INFLATER.finished()) {
            throw new IllegalArgumentException("a packed text is cut short");
          }
          out.write(buffer, 0, read);
        }
      } catch (DataFormatException e) {
        throw new IllegalArgumentException("not a packed text", e);
      }
      return out.toString(UTF_8);
    }
  }
}
