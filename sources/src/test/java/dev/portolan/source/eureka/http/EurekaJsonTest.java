package dev.portolan.source.eureka.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portolan.registry.Endpoint.Health;
import dev.portolan.source.eureka.InstanceKey;
import dev.portolan.source.eureka.Lease;
import dev.portolan.source.eureka.Listed;
import dev.portolan.source.eureka.Listing;
import dev.portolan.source.eureka.Nameless;
import dev.portolan.source.mapping.Instance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EurekaJsonTest {
  /** As a server writes it. */
  private static final String ORDERS_1 =
      """
      {"instanceId":"i-1","hostName":"h1","app":"ORDERS","ipAddr":"10.9.0.1","status":"UP",
       "overriddenStatus":"UNKNOWN","port":{"$":8080,"@enabled":"true"},
       "securePort":{"$":8443,"@enabled":"false"},"countryId":1,
       "dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},
       "leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":90,"registrationTimestamp":1795871578997,
         "lastRenewalTimestamp":1795871670255,"evictionTimestamp":0,"serviceUpTimestamp":1795871578998},
       "metadata":{"zone":"a","version":"2"},"vipAddress":"orders",
       "isCoordinatingDiscoveryServer":"false","lastUpdatedTimestamp":"1795871580256",
       "lastDirtyTimestamp":"1795871578735","actionType":"MODIFIED"}""";

  private static Listing read(String json, PortChoice choice) throws IOException {
    return new EurekaJson(new InstanceJson(choice))
        .listing(json.getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  private static Listing read(String json) throws IOException {
    return read(json, PortChoice.ENABLED);
  }

  private static String list(String instances) {
    return """
        {"applications":{"versions__delta":"1","apps__hashcode":"UP_1_",
          "application":[{"name":"ORDERS","instance":[%s]}]}}"""
        .formatted(instances);
  }

  private static Listed only(String instance) throws IOException {
    Listing listing = read(list(instance));
    assertThat(listing.instances()).hasSize(1);
    return listing.instances().get(0);
  }

  private static Instance instance(String json) throws IOException {
    return only(json).instance().orElseThrow();
  }

  @Test
  void readsWhatAServerWrites() throws IOException {
    Listing listing = read(list(ORDERS_1));

    assertThat(listing.hash()).hasValue("UP_1_");
    Listed listed = listing.instances().get(0);
    assertThat(listed.key()).isEqualTo(new InstanceKey("ORDERS", "i-1"));
    assertThat(listed.deleted()).isFalse();
    assertThat(listed.status()).isEqualTo("UP");
    assertThat(listed.updated()).isEqualTo(1795871580256L);
    assertThat(listed.lease()).isEqualTo(new Lease(1795871578997L, 1795871578998L, 1795871760255L));
    assertThat(listed.problem()).isEmpty();
    Instance instance = listed.instance().orElseThrow();
    assertThat(instance.service()).isEqualTo("ORDERS");
    assertThat(instance.address()).isEqualTo("10.9.0.1");
    assertThat(instance.port()).isEqualTo(8080);
    assertThat(instance.health()).isEqualTo(Health.READY);
    assertThat(instance.datacenter()).isEqualTo("MyOwn");
    assertThat(instance.metadata())
        .isEqualTo(
            Map.of(
                "zone",
                "a",
                "node.zone",
                "a",
                "version",
                "2",
                "hostName",
                "h1",
                "vipAddress",
                "orders"));
  }

  @Test
  void whatIsToldToBeGoneIsGone() throws IOException {
    assertThat(only(ORDERS_1.replace("MODIFIED", "DELETED")).deleted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "UP, UNKNOWN, READY",
    "UP, UP, READY",
    "UP, OUT_OF_SERVICE, NOT_READY",
    "UP, DOWN, NOT_READY",
    "DOWN, UP, NOT_READY",
    "STARTING, UP, NOT_READY",
    "DOWN, UNKNOWN, NOT_READY",
    "STARTING, UNKNOWN, NOT_READY",
    "OUT_OF_SERVICE, OUT_OF_SERVICE, NOT_READY",
    "UNKNOWN, UNKNOWN, NOT_READY",
    "FUTURE, UNKNOWN, NOT_READY",
  })
  void onlyWhoIsUpAndNotTakenOutIsReadyAndAllAreListed(
      String status, String override, Health health) throws IOException {
    String json =
        ORDERS_1
            .replace("\"status\":\"UP\"", "\"status\":\"" + status + "\"")
            .replace(
                "\"overriddenStatus\":\"UNKNOWN\"", "\"overriddenStatus\":\"" + override + "\"");

    assertThat(instance(json).health()).isEqualTo(health);
    assertThat(only(json).status()).isEqualTo(status);
    assertThat(instance(json.replace("overriddenStatus", "overriddenstatus")).health())
        .isEqualTo(health);
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, ENABLED, 8080, ''",
    "true, false, ENABLED, 8080, ''",
    "false, true, ENABLED, 8443, https",
    "false, false, ENABLED, 0, ''",
    "true, true, SECURE, 8443, https",
    "true, false, SECURE, 0, ''",
    "true, true, INSECURE, 8080, ''",
    "false, true, INSECURE, 0, ''",
  })
  void takesThePortThatIsEnabledOrTheOneThatIsAskedFor(
      boolean insecure, boolean secure, PortChoice choice, int port, String scheme)
      throws IOException {
    String json =
        ORDERS_1
            .replace("8080,\"@enabled\":\"true\"", "8080,\"@enabled\":\"" + insecure + "\"")
            .replace("8443,\"@enabled\":\"false\"", "8443,\"@enabled\":" + secure);

    Instance instance = read(list(json), choice).instances().get(0).instance().orElseThrow();

    assertThat(instance.port()).isEqualTo(port);
    assertThat(instance.metadata().getOrDefault("node.scheme", "")).isEqualTo(scheme);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"$\":\"8080\",\"@enabled\":true}", "{\"$\":8080}", "8080", "\"8080\""})
  void aPortIsWrittenInManyWays(String port) throws IOException {
    assertThat(instance(ORDERS_1.replace("{\"$\":8080,\"@enabled\":\"true\"}", port)).port())
        .isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"ipAddr\":\"10.9.0.1\"; \"ipAddr\":17; its ipAddr is no text",
        "\"ipAddr\":\"10.9.0.1\"; \"noAddr\":\"x\"; its ipAddr is no text",
        "\"$\":8080; \"$\":\"web\"; its port is no number from 0 to 65535",
        "\"$\":8080; \"$\":70000; its port is no number from 0 to 65535",
        "\"$\":8080; \"$\":-1; its port is no number from 0 to 65535",
        "\"actionType\":\"MODIFIED\"; \"actionType\":\"EATEN\"; its actionType is none of ADDED, MODIFIED and DELETED",
      })
  void aFieldThatCannotBeUnderstoodIsNamedAndCostsOnlyItsInstance(
      String good, String bad, String problem) throws IOException {
    Listing listing =
        read(list(ORDERS_1.replace(good, bad) + "," + ORDERS_1.replace("i-1", "i-2")));

    assertThat(listing.instances().get(0).key()).isEqualTo(new InstanceKey("ORDERS", "i-1"));
    assertThat(listing.instances().get(0).problem()).hasValue(problem);
    assertThat(listing.instances().get(0).instance()).isEmpty();
    assertThat(listing.instances().get(1).instance()).isPresent();
  }

  @Test
  void anAddressThatIsNoneIsForTheMappingToRefuse() throws IOException {
    assertThat(instance(ORDERS_1.replace("10.9.0.1", "h1.example.com")).address())
        .isEqualTo("h1.example.com");
  }

  @Test
  void aPortThatIsNotEnabledNeedNotBeANumber() throws IOException {
    assertThat(instance(ORDERS_1.replace("\"$\":8443", "\"$\":\"none\"")).port()).isEqualTo(8080);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "17", "null", "[]", "{\"status\":\"UP\",\"ipAddr\":\"10.0.0.1\"}"})
  void whatDoesNotSayWhichInstanceItIsStandsForNone(String garbage) throws IOException {
    Listing listing = read(list(ORDERS_1 + "," + garbage));

    assertThat(listing.instances()).hasSize(1);
    assertThat(listing.nameless()).extracting(Nameless::app).containsExactly("ORDERS");
  }

  @Test
  void anInstanceWithoutAnIdIsCalledByItsCloudsIdOrItsHost() throws IOException {
    String without = ORDERS_1.replace("\"instanceId\":\"i-1\",", "");
    assertThat(only(without).key().id()).isEqualTo("h1");

    String inACloud =
        without.replace(
            "\"name\":\"MyOwn\"",
            "\"name\":\"Amazon\",\"metadata\":{\"instance-id\":\"i-0abc\",\"availability-zone\":\"us-east-1c\"}");
    assertThat(only(inACloud).key().id()).isEqualTo("i-0abc");
  }

  @Test
  void aCloudsZoneSaysItsRegionAndOnesOwnZoneComesFirst() throws IOException {
    String inACloud =
        ORDERS_1.replace(
            "\"name\":\"MyOwn\"",
            "\"name\":\"Amazon\",\"metadata\":{\"availability-zone\":\"us-east-1c\"}");
    assertThat(instance(inACloud).metadata())
        .containsEntry("node.zone", "a")
        .containsEntry("node.availability-zone", "us-east-1c")
        .doesNotContainKey("node.region");

    assertThat(instance(inACloud.replace("\"zone\":\"a\",", "")).metadata())
        .containsEntry("node.zone", "us-east-1c")
        .containsEntry("node.region", "us-east-1");
    assertThat(instance(inACloud.replace("\"zone\":\"a\"", "\"region\":\"eu\"")).metadata())
        .containsEntry("node.region", "eu");
  }

  @Test
  void metadataIsBoundedAndDoesNotSayWhereItsNodeIs() throws IOException {
    Instance instance =
        instance(
            ORDERS_1.replace(
                "\"zone\":\"a\"",
                "\"@class\":\"java.util.Collections$EmptyMap\",\"node.zone\":\"b\",\"deep\":{\"x\":1},\"n\":3,\"long\":\"%s\""
                    .formatted("x".repeat(300))));

    assertThat(instance.metadata())
        .isEqualTo(Map.of("n", "3", "version", "2", "hostName", "h1", "vipAddress", "orders"));
  }

  @Test
  void whatStandsAloneMayStandWithoutItsArrayAndWhatIsNotKnownIsPassedOver() throws IOException {
    String json =
        """
        {"applications":{"apps__hashcode":"UP_1_","new":[1],
          "application":{"name":"ORDERS","colour":"red","instance":%s}}}"""
            .formatted(ORDERS_1);

    assertThat(read(json).instances()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"applications\":{\"apps__hashcode\":\"\",\"application\":[]}}",
        "{\"applications\":{\"apps__hashcode\":\"\",\"application\":\"\"}}",
        "{\"applications\":{\"apps__hashcode\":\"\",\"application\":null}}",
        "{\"applications\":{\"apps__hashcode\":\"\"}}",
        "{\"applications\":{\"apps__hashcode\":\"\",\"application\":{\"name\":\"A\"}}}",
      })
  void nothingIsWrittenInManyWays(String json) throws IOException {
    assertThat(read(json).instances()).isEmpty();
    assertThat(read(json).hash()).hasValue("");
  }

  @Test
  void aServerMaySayNoHash() throws IOException {
    assertThat(read("{\"applications\":{\"application\":[]}}").hash()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<applications/>",
        "{}",
        "[]",
        "{\"applications\":[]}",
        "{\"applications\":{\"application\":7}}",
        "{\"applications\":{\"application\":[7]}}",
        "{\"applications\":{\"application\":[{\"name\":\"A\",\"instance\":7}]}}",
        "{\"applications\":{\"application\":[{\"name\":\"A\",\"instance\":[{\"instanceId\":",
        "{\"applications\":{}} {}",
      })
  void whatIsNoListOfApplicationsIsRefusedAsAWhole(String garbage) {
    assertThatThrownBy(() -> read(garbage)).isInstanceOf(IOException.class);
  }
}
