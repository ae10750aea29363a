package dev.portolan.cli.get;

import dev.portolan.v1.Finding;

/** A finding that a cluster's agent reported. */
record ClusterFinding(String origin, Finding finding) {}
