/** Consul's HTTP API: requests, headers, JSON. */
@NullMarked
package dev.portolan.source.consul.http;

import org.jspecify.annotations.NullMarked;
