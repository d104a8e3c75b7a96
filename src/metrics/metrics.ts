import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { unreachable } from '../unreachable.ts';
import { LABEL_VALUES, METRICS, type Metric, type MetricName } from './names.ts';

/** By label; a value outside of `LABEL_VALUES` makes a series that does not start at zero. */
type Labels = Readonly<Record<string, string>>;

/**
 * What the rest of the operator counts with.
 *
 * Guarantees: counting never fails and never waits, so nobody has to guard it.
 */
export interface Metrics {
  /** Adds to a counter. @default by 1 */
  add(name: MetricName, labels?: Labels, by?: number): void;
  /** Sets a gauge. */
  set(name: MetricName, value: number, labels?: Labels): void;
  /** Records one observation of a histogram, in the unit of its name. */
  observe(name: MetricName, value: number, labels?: Labels): void;
}

/** Counts nothing: for tests, and for code that runs outside the operator. */
export const NO_METRICS: Metrics = { add: () => {}, set: () => {}, observe: () => {} };

/** Metrics in Prometheus' own registry, each series present from the start with the value 0. */
export class PrometheusMetrics implements Metrics {
  readonly #registry = new Registry();
  readonly #metrics = new Map<string, Counter | Gauge | Histogram>();

  /** Registers all of them, and the process's own (`process_*`, `nodejs_*`), in a registry of this object alone. */
  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    for (const [name, metric] of Object.entries(METRICS)) {
      this.#metrics.set(name, create(name, metric, this.#registry));
    }
  }

  add(name: MetricName, labels: Labels = {}, by = 1): void {
    const metric = this.#metrics.get(name);
    if (metric instanceof Counter) metric.inc(labels, by);
  }

  set(name: MetricName, value: number, labels: Labels = {}): void {
    const metric = this.#metrics.get(name);
    if (metric instanceof Gauge) metric.set(labels, value);
  }

  observe(name: MetricName, value: number, labels: Labels = {}): void {
    const metric = this.#metrics.get(name);
    if (metric instanceof Histogram) metric.observe(labels, value);
  }

  /** The page Prometheus reads. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** What the page is to be served as: the text format and its version. */
  get contentType(): string {
    return this.#registry.contentType;
  }
}

/** With every series it can have at zero: a rate over one that appears later would miss its first steps. */
function create(name: string, metric: Metric, registry: Registry): Counter | Gauge | Histogram {
  const options = { name, help: metric.help, labelNames: metric.labels, registers: [registry] };
  switch (metric.kind) {
    case 'counter': {
      const counter = new Counter(options);
      for (const labels of series(metric)) counter.inc(labels, 0);
      return counter;
    }
    case 'gauge': {
      const gauge = new Gauge(options);
      for (const labels of series(metric)) gauge.set(labels, 0);
      return gauge;
    }
    case 'histogram': {
      const histogram = new Histogram({ ...options, buckets: [...(metric.buckets ?? [])] });
      for (const labels of series(metric)) histogram.zero(labels);
      return histogram;
    }
    default:
      return unreachable(metric.kind);
  }
}

/** Every combination of label values a metric can have. */
function series(metric: Metric): readonly Labels[] {
  return metric.labels.reduce<readonly Labels[]>(
    (combinations, label) =>
      combinations.flatMap((labels) =>
        (LABEL_VALUES[label] ?? []).map((value) => ({ ...labels, [label]: value })),
      ),
    [{}],
  );
}
