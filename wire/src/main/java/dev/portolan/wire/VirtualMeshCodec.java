package dev.portolan.wire;

import dev.portolan.registry.ExportRules;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.ImportRules;
import dev.portolan.registry.Names;
import dev.portolan.registry.OriginId;
import dev.portolan.registry.PartitionRules;
import dev.portolan.registry.VirtualMesh;
import dev.portolan.registry.VirtualMeshKey;
import dev.portolan.v1.AccessDefault;
import dev.portolan.v1.TrustRule;
import java.util.List;
import java.util.Optional;

/** Virtual meshes. */
final class VirtualMeshCodec {
  /** No version gives this number a meaning. */
  private static final int UNKNOWN = 1 << 20;

  private VirtualMeshCodec() {}

  static dev.portolan.v1.VirtualMesh.Builder encode(VirtualMesh mesh) {
    dev.portolan.v1.VirtualMesh.Builder message =
        dev.portolan.v1.VirtualMesh.newBuilder()
            .setName(mesh.key().name())
            .setSuffix(mesh.suffix());
    mesh.members().forEach(member -> message.addMembers(member.value()));
    if (!mesh.exports().equals(ExportRules.NOTHING)) {
      message.setExports(ExportRulesCodec.encode(mesh.exports()));
    }
    message.addAllImports(ImportRulesCodec.encode(mesh.imports()));
    if (!mesh.hosts().equals(HostRules.DEFAULT)) {
      message.setHosts(HostRulesCodec.encode(mesh.hosts()));
    }
    if (!mesh.partition().equals(PartitionRules.KEEP)) {
      message.setPartition(PartitionRulesCodec.encode(mesh.partition()));
    }
    if (mesh.access() != VirtualMesh.AccessDefault.ALLOW) {
      message.setAccessValue(access(mesh.access()));
    }
    if (mesh.trust() != VirtualMesh.TrustRule.VERIFY) {
      message.setTrustValue(trust(mesh.trust()));
    }
    return message;
  }

  private static int trust(VirtualMesh.TrustRule trust) {
    return switch (trust) {
      case VERIFY -> TrustRule.TRUST_RULE_VERIFY_VALUE;
      case ASSUME -> TrustRule.TRUST_RULE_ASSUME_VALUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private static VirtualMesh.TrustRule trust(TrustRule trust) {
    return switch (trust) {
      case TRUST_RULE_UNSPECIFIED, TRUST_RULE_VERIFY -> VirtualMesh.TrustRule.VERIFY;
      case TRUST_RULE_ASSUME -> VirtualMesh.TrustRule.ASSUME;
      case UNRECOGNIZED -> VirtualMesh.TrustRule.UNKNOWN;
    };
  }

  private static int access(VirtualMesh.AccessDefault access) {
    return switch (access) {
      case ALLOW -> AccessDefault.ACCESS_DEFAULT_ALLOW_VALUE;
      case DENY -> AccessDefault.ACCESS_DEFAULT_DENY_VALUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  private static VirtualMesh.AccessDefault access(AccessDefault access) {
    return switch (access) {
      case ACCESS_DEFAULT_UNSPECIFIED, ACCESS_DEFAULT_ALLOW -> VirtualMesh.AccessDefault.ALLOW;
      case ACCESS_DEFAULT_DENY -> VirtualMesh.AccessDefault.DENY;
      case UNRECOGNIZED -> VirtualMesh.AccessDefault.UNKNOWN;
    };
  }

  static Optional<VirtualMesh> decode(dev.portolan.v1.VirtualMesh message, Violations at) {
    int before = at.count();
    at.check("name", Names.labelProblem(message.getName()));
    List<String> members = message.getMembersList();
    if (members.isEmpty()) {
      at.add("members", "is empty; at least one member is required");
    }
    TextRules.checkEach("members", members, VirtualMesh.MAX_MEMBERS, Names::labelProblem, at);
    String suffix =
        message.getSuffix().isEmpty() ? VirtualMesh.DEFAULT_SUFFIX : message.getSuffix();
    at.check("suffix", Names.subdomainProblem(suffix));
    Optional<ExportRules> exports = ExportRulesCodec.decode(message.getExports(), at.at("exports"));
    Optional<ImportRules> imports = ImportRulesCodec.decode(message.getImportsList(), at);
    PartitionRules partition =
        PartitionRulesCodec.decode(message.getPartition(), at.at("partition"));
    HostRules hosts = HostRulesCodec.decode(message.getHosts(), at.at("hosts"));
    return at.count() > before
        ? Optional.empty()
        : Optional.of(
            new VirtualMesh(
                new VirtualMeshKey(message.getName()),
                members.stream().map(OriginId::new).toList(),
                suffix,
                exports.orElseThrow(),
                hosts,
                partition,
                access(message.getAccess()),
                imports.orElseThrow(),
                trust(message.getTrust())));
  }
}
