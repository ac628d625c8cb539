import type { RunChange } from '../topology/recipe.ts'
import { persistent, shop, sketch, worker } from '../topology/sketch.ts'
import type { Scenario } from './rule.ts'

const store = (name: string, more: object = {}) => ({ kind: 'eventStore', name, ...more })
const perSecond = (ratePerSecond: number) => ({ arrivals: { kind: 'constant', ratePerSecond } })
const keys = (prefix: string, size: number) => ({
  keys: { prefix, size, distribution: { kind: 'uniform' } },
})
const taking = (valueMs: number) => ({ serviceTime: { kind: 'constant', valueMs } })
const at = (seconds: number, change: RunChange, sequence = 0) => ({
  atNs: seconds * 1e9,
  sequence,
  change,
})
const edit = (
  label: string,
  ...changes: { path: readonly string[]; value: unknown }[]
): RunChange => ({
  kind: 'edit',
  edits: [{ label, changes: changes.map(({ path, value }) => ({ path: [...path], value })) }],
})

const strategyOf = (id: string, more: object = {}) => ({
  [`${id}-competes`]: persistent('orders', id, { startFrom: 'start', bufferSize: 2, ...more }),
})

const strategies: Scenario = {
  id: 'eventStore.strategies',
  title: 'Four groups, four consumer strategies',
  watch:
    'Every group gets every event, and one of its consumers each. Look at the busy slots: in turn, one after the other, or always the same for a stream or a story. Where a stream is pinned to a consumer that is full, its events wait while others go on.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', { ...perSecond(40), ...keys('o-', 8) }) },
        even: { name: 'Even', replicas: 3, ...worker(['even-competes'], taking(50)) },
        single: { name: 'Single', replicas: 3, ...worker(['single-competes'], taking(50)) },
        pinned: { name: 'Pinned', replicas: 3, ...worker(['pinned-competes'], taking(50)) },
        story: { name: 'Story', replicas: 3, ...worker(['story-competes'], taking(50)) },
      },
      channels: { orders: store('Orders') },
      subscriptions: {
        ...strategyOf('even'),
        ...strategyOf('single', { namedConsumerStrategy: 'DispatchToSingle' }),
        ...strategyOf('pinned', { namedConsumerStrategy: 'Pinned', historyBufferSize: 20 }),
        ...strategyOf('story', { namedConsumerStrategy: 'PinnedByCorrelation', startFrom: 'end' }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: ['even', 'single', 'pinned', 'story'].map((id) => ({
    kind: 'acknowledged' as const,
    element: `subscriptions/${id}-competes`,
    times: 300,
  })),
}

const parked: Scenario = {
  id: 'eventStore.parked',
  title: 'What fails is parked, and replayed',
  watch:
    'Billing parks every fifth event. Slow needs longer than the message timeout of a second: its events are sent again and parked in the end. At 8 s an operator replays what is parked.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(10)) },
        billing: {
          name: 'Billing',
          replicas: 2,
          ...worker(['billing-competes'], { failure: { probability: 0.2 } }),
        },
        audit: { name: 'Audit', ...worker(['audit-competes'], { failure: { probability: 0.2 } }) },
        slow: { name: 'Slow', ...worker(['slow-competes'], taking(1600)) },
      },
      channels: { orders: store('Orders') },
      subscriptions: {
        'billing-competes': persistent('orders', 'billing', { startFrom: 'start' }),
        'audit-competes': persistent('orders', 'audit', {
          startFrom: 'start',
          whenExhausted: 'retry',
        }),
        'slow-competes': persistent('orders', 'slow', {
          startFrom: 'start',
          messageTimeoutMs: 1000,
          maxRetryCount: 2,
        }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [
    at(8, {
      kind: 'operate',
      channelId: 'orders',
      operation: { kind: 'redrive', ratePerSecond: null },
    }),
  ],
  shows: [
    { kind: 'parked', element: 'subscriptions/billing-competes', times: 10 },
    { kind: 'requeued', element: 'subscriptions/audit-competes', times: 10 },
    { kind: 'parked', element: 'subscriptions/audit-competes', times: 0 },
    { kind: 'leaseExpired', element: 'channels/orders', times: 10 },
    { kind: 'parked', element: 'subscriptions/slow-competes', times: 3 },
    { kind: 'redriven', element: 'channels/orders', times: 10 },
  ],
}

const restart: Scenario = {
  id: 'eventStore.restart',
  title: 'The node restarts',
  watch:
    'From 5 s to 6 s the store is down and refuses appends. Then Billing gets again what came after its checkpoint; Newcomer, which has none yet and begins at the end, loses what was open. At 8 s a change of its settings restarts Billing once more.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(20)) },
        billing: { name: 'Billing', ...worker(['billing-competes'], taking(20)) },
        newcomer: { name: 'Newcomer', ...worker(['newcomer-competes'], taking(400)) },
      },
      channels: { orders: store('Orders') },
      subscriptions: {
        'billing-competes': persistent('orders', 'billing', { startFrom: 'start' }),
        'newcomer-competes': persistent('orders', 'newcomer', { minCheckPointCount: 1000 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [
    at(5, { kind: 'fault', fault: { kind: 'nodeDown', channelId: 'orders', node: 0 } }),
    at(6, { kind: 'restoreNode', channelId: 'orders', node: 0 }),
    at(
      8,
      edit('Larger buffer', {
        path: ['subscriptions', 'billing-competes', 'bufferSize'],
        value: 20,
      }),
    ),
  ],
  shows: [
    { kind: 'refused', element: 'channels/orders', times: 19 },
    { kind: 'positioned', element: 'subscriptions/billing-competes', times: 3 },
    { kind: 'acknowledged', element: 'subscriptions/billing-competes', times: 181 },
    { kind: 'dropped', element: 'subscriptions/newcomer-competes', times: 20 },
  ],
}

const silence: Scenario = {
  id: 'eventStore.silence',
  title: 'A crash is noticed at once, silence is not',
  watch:
    'At 1 s Crashing ends, and its connection with it: what it had waits for its return. At the same time Silent is cut off: for 20 s the server takes the old connection for alive, and sends to it what it has room for.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(20)) },
        crashing: { name: 'Crashing', ...worker(['crashing-competes'], taking(40)) },
        silent: { name: 'Silent', ...worker(['silent-competes'], taking(40)) },
      },
      channels: { orders: store('Orders') },
      subscriptions: {
        'crashing-competes': persistent('orders', 'crashing', { startFrom: 'start' }),
        'silent-competes': persistent('orders', 'silent', { startFrom: 'start' }),
      },
    }),
  seed: 1,
  untilMs: 30_000,
  commands: [
    at(1.02, { kind: 'fault', fault: { kind: 'crash', serviceId: 'crashing' } }, 0),
    at(1.02, { kind: 'fault', fault: { kind: 'disconnect', serviceId: 'silent' } }, 1),
    at(2, { kind: 'recover', serviceId: 'crashing', fault: 'crash' }, 0),
    at(2, { kind: 'recover', serviceId: 'silent', fault: 'disconnect' }, 1),
  ],
  shows: [
    { kind: 'abandoned', element: 'subscriptions/crashing-competes' },
    { kind: 'abandoned', element: 'subscriptions/silent-competes', times: 10 },
    { kind: 'acknowledged', element: 'subscriptions/crashing-competes', times: 500 },
  ],
}

export const persistentScenarios: readonly Scenario[] = [strategies, parked, restart, silence]
