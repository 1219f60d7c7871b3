/**
 * Metrics of Node and the system about this process: CPU, memory, descriptors, event loop, garbage
 * collection.
 */
import { collectDefaultMetrics, Registry } from 'prom-client';

/** Totals of other gauges, under names that Prometheus reserves for counters. */
const MISNAMED_METRICS = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

let registry: Registry | undefined;

/**
 * Returns the registry of the process. All apps in the process share it: prom-client starts an
 * observer and an event-loop monitor for each registry and cannot stop them.
 */
export function getProcessRegistry(): Registry {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
    for (const name of MISNAMED_METRICS) registry.removeSingleMetric(name);
  }
  return registry;
}
