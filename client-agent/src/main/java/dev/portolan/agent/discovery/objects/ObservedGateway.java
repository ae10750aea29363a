package dev.portolan.agent.discovery.objects;

import dev.portolan.registry.Sorted;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What makes a Service an east-west gateway.
 *
 * @param network whose gateway it is, empty when not said
 * @param port where others reach it
 * @param nodePort of that port, 0 without one
 * @param ingressIps addresses of its load balancer
 * @param ingressHostnames names of its load balancer
 * @param resolvedIps what these names resolve to, as far as anybody resolved them
 * @param externalIps addresses that its owner routes to it
 * @param nodeSelector labels of the nodes that others reach, if its owner says so
 */
public record ObservedGateway(
    String network,
    int port,
    int nodePort,
    List<String> ingressIps,
    List<String> ingressHostnames,
    List<String> resolvedIps,
    List<String> externalIps,
    Optional<SortedMap<String, String>> nodeSelector) {
  public ObservedGateway {
    ingressIps = List.copyOf(ingressIps);
    ingressHostnames = List.copyOf(ingressHostnames);
    resolvedIps = List.copyOf(resolvedIps);
    externalIps = List.copyOf(externalIps);
    nodeSelector = nodeSelector.map(Sorted::map);
  }

  /** The same gateway, with the addresses of its names. */
  public ObservedGateway resolved(List<String> addresses) {
    return new ObservedGateway(
        network,
        port,
        nodePort,
        ingressIps,
        ingressHostnames,
        addresses,
        externalIps,
        nodeSelector);
  }
}
