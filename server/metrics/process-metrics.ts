/** What Node and the system tell about this process: CPU, memory, descriptors, event loop, collections of garbage. */
import { collectDefaultMetrics, Registry } from 'prom-client';

/** Sums of gauges that stay, under names that Prometheus keeps for counters. */
const MISNAMED_METRICS = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

let registry: Registry | undefined;

/**
 * The registry of the process. One for all apps in it: prom-client starts an observer and an event-loop
 * monitor for each, and has no way to stop them.
 */
export function getProcessRegistry(): Registry {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
    for (const name of MISNAMED_METRICS) registry.removeSingleMetric(name);
  }
  return registry;
}
