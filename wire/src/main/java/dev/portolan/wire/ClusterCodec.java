package dev.portolan.wire;

import dev.portolan.registry.Cluster;
import dev.portolan.registry.ClusterKey;
import dev.portolan.registry.Gateway;
import dev.portolan.registry.IpAddress;
import dev.portolan.registry.Locality;
import dev.portolan.registry.MeshTrust;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.Sorted;
import dev.portolan.registry.SourceFacts;
import dev.portolan.v1.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The facts of clusters. */
final class ClusterCodec {
  private ClusterCodec() {}

  static dev.portolan.v1.Cluster.Builder encode(Cluster cluster) {
    dev.portolan.v1.Cluster.Builder message =
        dev.portolan.v1.Cluster.newBuilder()
            .setOrigin(cluster.origin().value())
            .setUid(cluster.uid())
            .setNetwork(cluster.network())
            .setTrustDomain(cluster.trustDomain())
            .addAllTrustDomainAliases(cluster.trustDomainAliases())
            .setClusterDomain(cluster.clusterDomain());
    for (Gateway gateway : cluster.gateways()) {
      message.addGatewaysBuilder().setAddress(gateway.address()).setPort(gateway.port());
    }
    if (!cluster.locality().equals(Locality.UNKNOWN)) {
      message.setLocality(LocalityCodec.encode(cluster.locality()));
    }
    cluster.created().ifPresent(time -> message.setCreateTime(TimeCodec.encode(time)));
    cluster
        .source()
        .ifPresent(
            source ->
                message.setSource(
                    Source.newBuilder()
                        .addAllNetworks(source.networks())
                        .setTrust(EnumCodec.encode(source.trust()))));
    if (cluster.trust().known()) {
      message.setTrust(MeshTrustCodec.encode(cluster.trust()));
    }
    return message;
  }

  static Optional<Cluster> decode(
      dev.portolan.v1.Cluster message, OriginRule origins, Violations at) {
    int before = at.count();
    Optional<OriginId> origin = origins.decode(message.getOrigin(), at);
    at.check("uid", Names.labelValueProblem(message.getUid()));
    at.check("network", Names.labelValueProblem(message.getNetwork()));
    at.check("trust_domain", Names.subdomainProblem(message.getTrustDomain()));
    TextRules.checkEach(
        "trust_domain_aliases",
        message.getTrustDomainAliasesList(),
        Cluster.MAX_TRUST_DOMAIN_ALIASES,
        Names::subdomainProblem,
        at);
    at.check("cluster_domain", Names.subdomainProblem(message.getClusterDomain()));
    List<Gateway> gateways = gateways(message.getGatewaysList(), at);
    Locality locality = LocalityCodec.decode(message.getLocality(), at.at("locality"));
    Optional<Instant> created =
        message.hasCreateTime()
            ? TimeCodec.decode("create_time", message.getCreateTime(), at)
            : Optional.empty();
    Source source = message.getSource();
    Violations ofSource = at.at("source");
    TextRules.checkEach(
        "networks",
        source.getNetworksList(),
        SourceFacts.MAX_NETWORKS,
        SourceFacts::problem,
        ofSource);
    SourceFacts.Trust trust = EnumCodec.decode(source.getTrust(), source.getTrustValue(), ofSource);
    if (message.hasSource() && message.getGatewaysCount() > 0) {
      at.add("gateways", "are given for a source, which has none");
    }
    Optional<MeshTrust> meshTrust = meshTrust(message, at);
    if (origin.isEmpty() || at.count() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new Cluster(
            new ClusterKey(origin.get()),
            message.getUid(),
            message.getNetwork(),
            message.getTrustDomain(),
            Sorted.set(message.getTrustDomainAliasesList()),
            message.getClusterDomain(),
            gateways,
            locality,
            created,
            message.hasSource()
                ? Optional.of(new SourceFacts(Sorted.set(source.getNetworksList()), trust))
                : Optional.empty(),
            meshTrust.orElseThrow()));
  }

  private static Optional<MeshTrust> meshTrust(dev.portolan.v1.Cluster message, Violations at) {
    if (!message.hasTrust()) {
      return Optional.of(MeshTrust.UNKNOWN);
    }
    if (message.hasSource()) {
      at.add("trust", "is given for a source, which has no mesh");
    }
    return MeshTrustCodec.decode(message.getTrust(), at.at("trust"));
  }

  private static List<Gateway> gateways(List<dev.portolan.v1.Gateway> messages, Violations at) {
    List<Gateway> gateways = new ArrayList<>();
    if (!TextRules.within("gateways", messages.size(), Cluster.MAX_GATEWAYS, at)) {
      return gateways;
    }
    for (int i = 0; i < messages.size(); i++) {
      dev.portolan.v1.Gateway message = messages.get(i);
      Violations nested = at.at("gateways", i);
      int before = at.count();
      long port = Integer.toUnsignedLong(message.getPort());
      nested.check("address", IpAddress.endpointProblem(message.getAddress()));
      nested.check("port", Names.portProblem(port));
      if (at.count() == before) {
        Gateway gateway = new Gateway(message.getAddress(), (int) port);
        if (gateways.contains(gateway)) {
          nested.add("repeats an earlier gateway");
        }
        gateways.add(gateway);
      }
    }
    return gateways;
  }
}
