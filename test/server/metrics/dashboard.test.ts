/** The dashboard uses only existing metrics, and shows every metric of the project. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { parseConfig } from '../../../server/config.js';
import { Metrics } from '../../../server/metrics/metrics.js';

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: {
    readonly h: number;
    readonly w: number;
    readonly x: number;
    readonly y: number;
  };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

const dashboard: Dashboard = JSON.parse(readFileSync('server/metrics/dashboard.json', 'utf8'));
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

const text = await new Metrics(parseConfig({})).registry.metrics();
const types = new Map(
  [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]),
);
/** The names that a query can use; a histogram has several. */
const series = new Set(
  [...types].flatMap(([name, type]) =>
    type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : name,
  ),
);

/** The metrics in an expression, each with the labels that it uses. */
const selectors = (expr: string) =>
  [...expr.matchAll(/\b((?:video_room|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, name = '', inside = '']) => ({
      name,
      labels: [...inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }),
  );

/** The labels of a metric's samples. */
const labelsOf = (name: string): Set<string> =>
  new Set(
    [...text.matchAll(new RegExp(`^${name}\\{(.*)\\} `, 'gm'))].flatMap(([, inside = '']) =>
      [...inside.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
    ),
  );

t.test('every query uses existing metrics and labels, filtered by instance', async (t) => {
  for (const expr of expressions) {
    const asked = selectors(expr);
    t.ok(asked.length > 0, expr);
    for (const { name, labels } of asked) {
      t.ok(series.has(name), name);
      t.ok(labels.includes('instance'), `${name} on $instance`);
      for (const label of labels.filter((label) => label !== 'instance')) {
        t.ok(labelsOf(name).has(label), `${name} has the label ${label}`);
      }
    }
    const [, grouping = ''] = /\bby \(([^)]*)\)/.exec(expr) ?? [];
    const groups = grouping.split(/\W+/).filter((label) => label !== '' && label !== 'instance');
    for (const label of groups) {
      t.ok(labelsOf(asked[0]?.name ?? '').has(label), `${expr} has the label ${label}`);
    }
  }
});

t.test('a counter is shown as a rate, a gauge is not', async (t) => {
  for (const expr of expressions) {
    for (const { name } of selectors(expr)) {
      const isCounter = types.get(name) === 'counter' || /_(bucket|sum|count)$/.test(name);
      t.equal(new RegExp(`rate\\(${name}\\b`).test(expr), isCounter, expr);
    }
  }
});

t.test('every metric of the project is in a panel', async (t) => {
  const shown = new Set(expressions.flatMap(selectors).map(({ name }) => name));
  const own = [...types.keys()].filter((name) => name.startsWith('video_room_'));
  t.strictSame(
    own.filter((name) => !shown.has(name)),
    [],
  );
  for (const name of ['process_open_fds', 'process_max_fds', 'nodejs_eventloop_lag_p99_seconds']) {
    t.ok(shown.has(name), name);
  }
});

t.test('every panel has a description, a unit and the selected data source', async (t) => {
  t.strictSame(
    dashboard.templating.list.map(({ name }) => name),
    ['datasource', 'instance'],
  );
  t.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  for (const { title, description, datasource, fieldConfig } of panels) {
    t.strictSame(datasource, { type: 'prometheus', uid: '$datasource' }, title);
    t.ok(fieldConfig?.defaults.unit, `${title} has a unit`);
    t.ok(title && description);
  }
});

t.test('panels do not overlap', async (t) => {
  const taken = new Set<string>();
  for (const { title, gridPos } of dashboard.panels) {
    t.ok(gridPos.x + gridPos.w <= 24, title);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        t.notOk(taken.has(`${x} ${y}`), title);
        taken.add(`${x} ${y}`);
      }
    }
  }
});
