/**
 * From observed Kubernetes objects to registry records, once for every origin: pure, incremental,
 * equal to a conversion from scratch. Reads {@code objects}; knows no Kubernetes model and no file.
 */
@NullMarked
package dev.portolan.agent.discovery.conversion;

import org.jspecify.annotations.NullMarked;
