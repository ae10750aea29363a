/** Eureka's REST API in JSON: the only place that knows its paths and its fields. */
@NullMarked
package dev.portolan.source.eureka.http;

import org.jspecify.annotations.NullMarked;
