package dev.portolan.agent.apply.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

class FieldOwnershipTest {
  @Test
  void ourApplyGetsTheWholeSpecAndOthersKeepTheRest() throws Exception {
    assertThat(
            claim(
                """
                - {manager: portolan-agent, operation: Update, fieldsType: FieldsV1, fieldsV1:
                    {"f:metadata": {"f:labels": {"f:a": {}}}, "f:spec": {"f:hosts": {}}}}
                - {manager: kubectl-edit, operation: Update, fieldsType: FieldsV1, fieldsV1:
                    {"f:metadata": {"f:labels": {"f:team": {}}}, "f:spec": {"f:addresses": {}}}}
                - {manager: someone, operation: Apply, fieldsType: FieldsV1, fieldsV1:
                    {"f:spec": {"f:exportTo": {}}}}
                - {manager: pilot-discovery, operation: Update, subresource: status, fieldsV1:
                    {"f:status": {"f:addresses": {}}}}
                """))
        .isEqualTo(
            yaml(
                """
                - {manager: portolan-agent, operation: Apply, apiVersion: g/v1, fieldsType: FieldsV1,
                   fieldsV1: {"f:metadata": {"f:labels": {"f:a": {}}},
                              "f:spec": {"f:hosts": {}, "f:addresses": {}, "f:exportTo": {}}}}
                - {manager: kubectl-edit, operation: Update, fieldsType: FieldsV1, fieldsV1:
                    {"f:metadata": {"f:labels": {"f:team": {}}}}}
                - {manager: pilot-discovery, operation: Update, subresource: status, fieldsV1:
                    {"f:status": {"f:addresses": {}}}}
                """));
  }

  @Test
  void whatIsOursAlreadyStaysAsItIs() throws Exception {
    String ours =
        """
        - {manager: portolan-agent, operation: Apply, apiVersion: g/v1, fieldsType: FieldsV1,
           fieldsV1: {"f:spec": {"f:hosts": {}}}}
        """;
    assertThat(claim(ours)).isEqualTo(yaml(ours));
  }

  private static JsonNode claim(String managedFields) throws Exception {
    return new ObjectMapper()
        .readTree(FieldOwnership.claim(yaml(managedFields), "g/v1").toString());
  }

  private static JsonNode yaml(String text) throws Exception {
    return new ObjectMapper().readTree(new YAMLMapper().readTree(text).toString());
  }
}
