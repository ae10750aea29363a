package dev.portolan.source.records;

import dev.portolan.registry.FindingCode;
import java.time.Instant;

/**
 * Why something that was asked of a foreign registry has no answer that counts.
 *
 * @param since when the first of its attempts in a row failed
 */
public record Trouble(FindingCode code, String reason, Instant since) {}
