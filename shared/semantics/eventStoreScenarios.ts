import type { RunChange } from '../topology/recipe.ts'
import { catchUp, output, rabbit, shop, sketch, worker } from '../topology/sketch.ts'
import type { Scenario } from './rule.ts'

const store = (name: string, more: object = {}) => ({ kind: 'eventStore', name, ...more })
const perSecond = (ratePerSecond: number) => ({ arrivals: { kind: 'constant', ratePerSecond } })
const keys = (prefix: string, size: number) => ({
  keys: { prefix, size, distribution: { kind: 'uniform' } },
})
const taking = (valueMs: number) => ({ serviceTime: { kind: 'constant', valueMs } })
const retried = (attempts: number, backoffMs: number) => ({
  retry: { attempts, backoffMs, multiplier: 1, backoffMaxMs: backoffMs },
})
const appending = (expectedVersion: string) => ({
  producer: { kind: 'eventStoreAppender', expectedVersion },
})
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

const race: Scenario = {
  id: 'eventStore.race',
  title: 'Two handlers race on one account',
  watch:
    'Four slots decide on three accounts. Who appends second finds the stream moved on: a conflict, and the attempt is made again on what is there now.',
  topology: () =>
    sketch({
      services: {
        tellers: { name: 'Tellers', ...shop('commands', { ...perSecond(40), ...keys('acc-', 3) }) },
        accounts: {
          name: 'Accounts',
          concurrency: 4,
          ...worker(['accounts-decide'], {
            ...taking(30),
            outputs: {
              decided: output('ledger', { eventTypeId: 'booked', ...appending('current') }),
            },
          }),
        },
      },
      channels: { commands: { kind: 'rabbitQueue', name: 'Commands' }, ledger: store('Ledger') },
      subscriptions: {
        'accounts-decide': rabbit('commands', 'accounts', { prefetchCount: 1, ...retried(50, 5) }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'conflicted', element: 'channels/ledger', times: 20 },
    { kind: 'failed', element: 'subscriptions/accounts-decide', times: 20 },
    { kind: 'accepted', element: 'channels/ledger', times: 300 },
    { kind: 'acknowledged', element: 'subscriptions/accounts-decide', times: 300 },
  ],
}

const newStreams: Scenario = {
  id: 'eventStore.new-streams',
  title: 'Expecting no stream, and expecting nothing',
  watch:
    'Sign-ups expect that their stream does not exist: the second one of a customer is in conflict. Visits are appended at any version.',
  topology: () =>
    sketch({
      services: {
        'sign-ups': {
          name: 'Sign-ups',
          ...shop('customers', { ...perSecond(5), ...keys('c-', 20), ...appending('noStream') }),
        },
        visitors: {
          name: 'Visitors',
          ...shop('visits', { ...perSecond(5), ...keys('c-', 20), ...appending('any') }),
        },
      },
      channels: { customers: store('Customers'), visits: store('Visits') },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'accepted', element: 'channels/customers', times: 15 },
    { kind: 'conflicted', element: 'channels/customers', times: 25 },
    { kind: 'conflicted', element: 'channels/visits', times: 0 },
    { kind: 'accepted', element: 'channels/visits', times: 49 },
  ],
}

const newView = (id: string, name: string, startFrom: string) => [
  {
    path: ['services', id],
    value: {
      name,
      role: 'projection',
      replicas: 1,
      concurrency: 1,
      sources: {},
      handlers: {
        project: {
          subscriptionIds: [`${id}-reads`],
          serviceTime: { kind: 'constant', valueMs: 5 },
          failure: { probability: 0 },
          outputs: {},
        },
      },
    },
  },
  {
    path: ['subscriptions', `${id}-reads`],
    value: { ...catchUp('orders', id, { startFrom }), ...retried(1, 0) },
  },
]

const late: Scenario = {
  id: 'eventStore.late-views',
  title: 'A projection that comes late, and catches up',
  watch:
    'At 5 s two views are added. History reads everything from the start, one event after the other, until it is live; News begins at the end.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', { ...perSecond(30), ...keys('o-', 50) }) },
        totals: { name: 'Totals', role: 'projection', ...worker(['totals-reads']) },
      },
      channels: { orders: store('Orders') },
      subscriptions: { 'totals-reads': catchUp('orders', 'totals') },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [
    at(5, edit('Add History', ...newView('history', 'History', 'start')), 0),
    at(5, edit('Add News', ...newView('news', 'News', 'end')), 1),
  ],
  shows: [
    { kind: 'delivered', element: 'subscriptions/totals-reads', times: 295 },
    { kind: 'acknowledged', element: 'subscriptions/history-reads', times: 290 },
    { kind: 'acknowledged', element: 'subscriptions/news-reads', times: 145 },
  ],
}

const rebuild: Scenario = {
  id: 'eventStore.rebuild',
  title: 'Rebuilding a read model',
  watch:
    'At 5 s the checkpoint of the view is set back to the start: it reads all that was ever appended again, and is live soon after.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', { ...perSecond(30), ...keys('o-', 50) }) },
        view: { name: 'View', role: 'projection', ...worker(['view-reads'], taking(3)) },
      },
      channels: { orders: store('Orders') },
      subscriptions: { 'view-reads': catchUp('orders', 'view') },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [at(5, { kind: 'seek', subscriptionId: 'view-reads', to: { kind: 'earliest' } })],
  shows: [{ kind: 'acknowledged', element: 'subscriptions/view-reads', times: 440 }],
}

const checkpoint: Scenario = {
  id: 'eventStore.checkpoint',
  title: 'A crash between two checkpoints',
  watch:
    'Careful stores its checkpoint with each event, Careless every two seconds. Both crash at 5 s: Careless handles again what came since. Of two replicas one reads.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', { ...perSecond(20), ...keys('o-', 50) }) },
        careful: { name: 'Careful', replicas: 2, ...worker(['careful-reads']) },
        careless: { name: 'Careless', replicas: 2, ...worker(['careless-reads']) },
      },
      channels: { orders: store('Orders') },
      subscriptions: {
        'careful-reads': catchUp('orders', 'careful'),
        'careless-reads': catchUp('orders', 'careless', { checkpointIntervalMs: 2000 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: ['careful', 'careless'].flatMap((serviceId, index) => [
    at(5, { kind: 'fault', fault: { kind: 'crash', serviceId } }, index),
    at(6, { kind: 'recover', serviceId, fault: 'crash' }, index),
  ]),
  shows: [
    { kind: 'positioned', element: 'subscriptions/careful-reads', times: 195 },
    { kind: 'positioned', element: 'subscriptions/careless-reads', times: 3 },
    { kind: 'acknowledged', element: 'subscriptions/careless-reads', times: 210 },
  ],
}

const stuck: Scenario = {
  id: 'eventStore.stuck-projection',
  title: 'An event that a projection cannot handle',
  watch:
    'Strict begins again at its checkpoint whenever it fails, and stops at the first corrupt event. Lenient skips it.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(20)) },
        import: {
          name: 'Import',
          ...shop('orders', { ...perSecond(0.5), eventTypeId: 'corrupt' }),
        },
        strict: { name: 'Strict', handlers: handlersOf('strict-reads') },
        lenient: { name: 'Lenient', handlers: handlersOf('lenient-reads') },
      },
      channels: { orders: store('Orders') },
      subscriptions: {
        'strict-reads': catchUp('orders', 'strict'),
        'lenient-reads': catchUp('orders', 'lenient', { whenExhausted: 'skip' }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'requeued', element: 'subscriptions/strict-reads', times: 6 },
    { kind: 'dropped', element: 'subscriptions/lenient-reads', times: 4 },
    { kind: 'acknowledged', element: 'subscriptions/lenient-reads', times: 195 },
  ],
}

function handlersOf(subscriptionId: string) {
  const { handler } = worker([subscriptionId]).handlers
  return {
    corrupt: { ...handler, eventTypeIds: ['corrupt'], failure: { probability: 1 } },
    rest: { ...handler, eventTypeIds: ['placed'] },
  }
}

const scavenge: Scenario = {
  id: 'eventStore.scavenge',
  title: 'What $maxCount hides, a scavenge deletes',
  watch:
    'Each sensor’s stream shows its newest three readings, and no alarm is older than two seconds. $all keeps the others until the scavenge, every four seconds; a slow reader misses what is gone by then.',
  topology: () =>
    sketch({
      services: {
        sensors: { name: 'Sensors', ...shop('readings', { ...perSecond(30), ...keys('s-', 5) }) },
        bells: { name: 'Alarm bells', ...shop('alarms', { ...perSecond(5), ...keys('s-', 5) }) },
        slow: { name: 'Slow reader', ...worker(['slow-reads'], taking(100)) },
      },
      channels: {
        readings: store('Readings', { maxCount: 3, scavengeIntervalMs: 4000 }),
        alarms: store('Alarms', { maxAgeMs: 2000, scavengeIntervalMs: 4000 }),
      },
      subscriptions: { 'slow-reads': catchUp('readings', 'slow') },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'expired', element: 'channels/readings', times: 200 },
    { kind: 'expired', element: 'channels/alarms', times: 15 },
    { kind: 'dropped', element: 'subscriptions/slow-reads', times: 50 },
  ],
}

export const eventStoreScenarios: readonly Scenario[] = [
  race,
  newStreams,
  late,
  rebuild,
  checkpoint,
  stuck,
  scavenge,
]
