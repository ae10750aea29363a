package dev.portolan.wire;

import dev.portolan.registry.HostKey;
import dev.portolan.registry.HostRules;
import dev.portolan.registry.Names;
import dev.portolan.registry.PartitionRule;
import dev.portolan.registry.PartitionRule.Action;
import dev.portolan.registry.PartitionRules;
import dev.portolan.v1.PartitionAction;
import dev.portolan.v1.ServicePartition;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rules for members that are lost. As in {@link HostRulesCodec} an action that this version does
 * not know is not refused: everything is kept, and the planner says so.
 */
public final class PartitionRulesCodec {
  /** No version gives this number a meaning. */
  private static final int UNKNOWN = 1 << 20;

  private PartitionRulesCodec() {}

  static dev.portolan.v1.PartitionRules encode(PartitionRules rules) {
    dev.portolan.v1.PartitionRules.Builder message =
        dev.portolan.v1.PartitionRules.newBuilder().setRule(encode(rules.rule()));
    rules
        .exceptions()
        .forEach(
            (host, rule) ->
                message
                    .addServicesBuilder()
                    .setNamespace(host.namespace())
                    .setName(host.name())
                    .setRule(encode(rule)));
    return message.build();
  }

  /** An action as a message has it; one that is not known here has no name there. */
  public static PartitionAction encode(Action action) {
    return switch (action) {
      case KEEP -> PartitionAction.PARTITION_ACTION_KEEP;
      case DEMOTE -> PartitionAction.PARTITION_ACTION_DEMOTE;
      case WITHDRAW -> PartitionAction.PARTITION_ACTION_WITHDRAW;
      case UNKNOWN -> PartitionAction.PARTITION_ACTION_UNSPECIFIED;
    };
  }

  /** A rule as a message has it. */
  public static dev.portolan.v1.PartitionRule encode(PartitionRule rule) {
    return dev.portolan.v1.PartitionRule.newBuilder()
        .setActionValue(
            rule.action() == Action.UNKNOWN ? UNKNOWN : encode(rule.action()).getNumber())
        .setGrace(com.google.protobuf.Duration.newBuilder().setSeconds(rule.grace().toSeconds()))
        .build();
  }

  static PartitionRules decode(dev.portolan.v1.PartitionRules message, Violations at) {
    int before = at.count();
    PartitionRule rule = rule(message.getRule(), at.at("rule"));
    SortedMap<HostKey, PartitionRule> exceptions = exceptions(message.getServicesList(), at);
    return at.count() > before ? PartitionRules.KEEP : new PartitionRules(rule, exceptions);
  }

  static PartitionRule rule(dev.portolan.v1.PartitionRule message, Violations at) {
    com.google.protobuf.Duration grace = message.getGrace();
    long seconds = grace.getSeconds();
    int nanos = grace.getNanos();
    boolean allowed = seconds >= 0 && seconds <= PartitionRule.MAX_GRACE.toSeconds() && nanos == 0;
    if (!allowed) {
      at.add(
          "grace",
          "is %d s and %d ns; whole seconds from 0 to %d are allowed"
              .formatted(seconds, nanos, PartitionRule.MAX_GRACE.toSeconds()));
      return PartitionRule.KEEP;
    }
    return new PartitionRule(action(message.getAction()), Duration.ofSeconds(seconds));
  }

  private static Action action(PartitionAction action) {
    return switch (action) {
      case PARTITION_ACTION_UNSPECIFIED, PARTITION_ACTION_KEEP -> Action.KEEP;
      case PARTITION_ACTION_DEMOTE -> Action.DEMOTE;
      case PARTITION_ACTION_WITHDRAW -> Action.WITHDRAW;
      case UNRECOGNIZED -> Action.UNKNOWN;
    };
  }

  private static SortedMap<HostKey, PartitionRule> exceptions(
      List<ServicePartition> messages, Violations at) {
    SortedMap<HostKey, PartitionRule> exceptions = new TreeMap<>();
    if (!TextRules.within("services", messages.size(), HostRules.MAX_EXCEPTIONS, at)) {
      return exceptions;
    }
    for (int i = 0; i < messages.size(); i++) {
      ServicePartition message = messages.get(i);
      Violations element = at.at("services", i);
      int before = at.count();
      element.check("namespace", Names.labelProblem(message.getNamespace()));
      element.check("name", Names.labelProblem(message.getName()));
      PartitionRule rule = rule(message.getRule(), element.at("rule"));
      if (at.count() == before) {
        HostKey host = new HostKey(message.getNamespace(), message.getName());
        if (exceptions.put(host, rule) != null) {
          element.add("name", "%s is there already".formatted(host));
        }
      }
    }
    return exceptions;
  }
}
