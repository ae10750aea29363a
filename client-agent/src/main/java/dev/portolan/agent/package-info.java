/**
 * The agent of one cluster: {@link dev.portolan.agent.Agent} puts the rooms together, {@link
 * dev.portolan.agent.AgentMain} makes a process of it.
 */
@NullMarked
package dev.portolan.agent;

import org.jspecify.annotations.NullMarked;
