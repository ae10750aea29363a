package dev.portolan.source.consul;

import dev.portolan.registry.FindingCode;
import java.time.Instant;

/**
 * Why a question has no answer that counts.
 *
 * @param since when the first of its attempts in a row failed
 */
record Trouble(FindingCode code, String reason, Instant since) {}
