package dev.portolan.agent.apply.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portolan.agent.apply.sink.Refusal;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as kube-apiserver 1.36 words them. */
class RefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INVALID|422|ServiceEntry.networking.istio.io \"a\" is invalid: spec: Invalid value: \"object\": NONE mode cannot set endpoints",
        "INVALID|500|failed to create typed patch object (ns/a; networking.istio.io/v1, Kind=ServiceEntry): .spec.colour: field not declared in schema",
        "INVALID|500|etcdserver: request is too large",
        "INVALID|413|Request entity too large: limit is 3145728",
        "INVALID|400|strict decoding error",
        "DENIED|403|admission webhook \"w.example.com\" denied the request: not here",
        "DENIED|400|admission webhook \"w.example.com\" denied the request without explanation",
        "DENIED|422|serviceentries.networking.istio.io \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
        "QUOTA|403|serviceentries.networking.istio.io \"a\" is forbidden: exceeded quota: q, requested: count/serviceentries.networking.istio.io=1, used: 1, limited: 1",
        "FORBIDDEN|403|serviceentries.networking.istio.io is forbidden: User \"portolan-agent\" cannot create resource \"serviceentries\" in API group \"networking.istio.io\" in the namespace \"shop\"",
        "UNAUTHENTICATED|401|Unauthorized",
        "KIND_MISSING|404|the server could not find the requested resource",
        "THROTTLED|429|Too many requests, please try again later.",
        "SERVER_FAULT|500|Internal error occurred: failed calling webhook \"w.example.com\": connection refused",
        "SERVER_FAULT|504|Timeout: request did not complete within requested timeout",
        "SERVER_FAULT|409|Operation cannot be fulfilled on resourcequotas \"q\": the object has been modified",
        "UNREACHABLE|503|apiserver is shutting down"
      })
  void tellsTheClassOfAnAnswer(Refusal expected, int code, String message) throws Exception {
    Answer answer =
        answer(code, "{\"message\": " + new ObjectMapper().writeValueAsString(message) + "}");

    assertThat(Refusals.of(answer).refusal()).isEqualTo(expected);
    assertThat(Refusals.of(answer).reason()).isEqualTo(message + " (HTTP " + code + ")");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NAMESPACE_TERMINATING|403|{\"message\":\"is forbidden: unable to create new content in namespace shop because it is being terminated\",\"details\":{\"causes\":[{\"reason\":\"NamespaceTerminating\"}]}}",
        "NAMESPACE_MISSING|404|{\"message\":\"namespaces \\\"shop\\\" not found\",\"details\":{\"name\":\"shop\",\"kind\":\"namespaces\"}}"
      })
  void readsTheDetailsWhereTheyTellMore(Refusal expected, int code, String body) throws Exception {
    assertThat(Refusals.of(answer(code, body)).refusal()).isEqualTo(expected);
  }

  private static Answer answer(int code, String body) throws Exception {
    return new Answer(code, new ObjectMapper().readTree(body), Optional.empty());
  }
}
