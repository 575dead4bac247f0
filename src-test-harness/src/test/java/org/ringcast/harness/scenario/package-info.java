/**
 * Scenarios: short scripts of what happens to daemons, network and clients, and the transcript of what came of it. They drive
 * whole daemons in simulated time; docs/scenarios.md has the language. Any thread; enter by
 * {@link org.ringcast.harness.scenario.ScenarioTest}.
 */
package org.ringcast.harness.scenario;
