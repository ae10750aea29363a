package dev.portolan.agent.discovery.conversion;

import dev.portolan.registry.ServicePort;

/**
 * A port with both its names.
 *
 * @param objectName as in the Service and its slices; empty when unnamed there
 */
record ConvertedPort(String objectName, ServicePort port) {}
