package dev.portolan.source.consul;

import java.time.Duration;

/**
 * Since when something is asked, and how patiently.
 *
 * @param index of the last answer; 0 to be answered at once
 * @param patience how long Consul may wait for news
 */
public record Question(long index, Duration patience) {}
