import { kafka, output, shop, sketch, worker } from '../topology/sketch.ts'
import {
  back,
  commands,
  down,
  fromTheBeginning,
  keyed,
  perSecond,
  producer,
  SEED,
  THREE_COPIES,
  topic,
} from './kafkaTopicDrawings.ts'
import type { Scenario } from './rule.ts'

const partitioning: Scenario = {
  id: 'kafka.partitioning',
  title: 'Where records go: with a key, without one, in turn',
  watch:
    'Orders are spread by their keys. Clicks have none: they fill a batch of one partition before the next. Ticks take turns.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', { ...perSecond(40), ...keyed(30) }) },
        site: {
          name: 'Site',
          ...shop('clicks', { ...perSecond(40), ...producer({ batchSizeBytes: 4096 }) }),
        },
        clock: {
          name: 'Clock',
          ...shop('ticks', {
            ...perSecond(6),
            ...keyed(1),
            ...producer({ partitioner: 'roundRobin', lingerMs: 0 }),
          }),
        },
        reader: { name: 'Reader', ...worker(['orders', 'clicks', 'ticks']) },
      },
      channels: { orders: topic('Orders'), clicks: topic('Clicks'), ticks: topic('Ticks') },
      subscriptions: {
        orders: kafka('orders', 'reader', fromTheBeginning),
        clicks: kafka('clicks', 'reader', fromTheBeginning),
        ticks: kafka('ticks', 'reader', fromTheBeginning),
      },
    }),
  seed: SEED,
  untilMs: 10_000,
  shows: [
    { kind: 'accepted', element: 'channels/orders', times: 390 },
    { kind: 'accepted', element: 'channels/clicks', times: 390 },
    { kind: 'accepted', element: 'channels/ticks', times: 59 },
  ],
}

const tooFewReplicas: Scenario = {
  id: 'kafka.too-few-replicas',
  title: 'Too few replicas: acks=all is refused, and acks=0 does not notice',
  watch:
    'Two of three brokers are down. Orders stall, then are refused after two seconds each. Logs, whose only broker is down, are gone while all seems well. Films are larger than any request may be.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          ...shop('orders', { ...perSecond(20), ...producer({ deliveryTimeoutMs: 2000 }) }),
        },
        server: {
          name: 'Server',
          ...shop('logs', { ...perSecond(20), ...producer({ acks: '0' }) }),
        },
        cinema: { name: 'Cinema', ...shop('films', { ...perSecond(1), eventTypeId: 'film' }) },
        billing: { name: 'Billing', ...worker(['billing']) },
      },
      channels: {
        orders: topic('Orders', {
          ...THREE_COPIES,
          partitions: 1,
          brokerSessionTimeoutMs: 1500,
          replicaLagTimeMaxMs: 1000,
        }),
        logs: topic('Logs', { partitions: 1 }),
        films: topic('Films'),
      },
      subscriptions: { billing: kafka('orders', 'billing', fromTheBeginning) },
      eventTypes: { film: { sizeBytes: 2_000_000 } },
    }),
  seed: SEED,
  untilMs: 10_000,
  commands: commands(
    [2000, down('orders', 1)],
    [2000, down('orders', 2)],
    [2000, down('logs', 0)],
    [8000, back('orders', 1)],
  ),
  shows: [
    { kind: 'refused', element: 'channels/orders', times: 50 },
    { kind: 'refused', element: 'channels/logs', times: 150 },
    { kind: 'refused', element: 'channels/films', times: 9 },
  ],
}

const lateAnswers: Scenario = {
  id: 'kafka.late-answers',
  title: 'Answers come late: with idempotence, without it, and too late',
  watch:
    'A follower is dead and still counts as in sync, so no answer comes for three seconds. Careful stores each order once, Careless again with each retry, and Hasty does not know.',
  topology: () => {
    const sent = (channelId: string, more: object) =>
      shop(channelId, { ...perSecond(10), ...producer({ requestTimeoutMs: 800, ...more }) })
    const replicated = { ...THREE_COPIES, partitions: 1, brokerSessionTimeoutMs: 3000 }
    return sketch({
      services: {
        careful: { name: 'Careful', ...sent('once', {}) },
        careless: { name: 'Careless', ...sent('twice', { enableIdempotence: false }) },
        hasty: { name: 'Hasty', ...sent('perhaps', { deliveryTimeoutMs: 900 }) },
        reader: { name: 'Reader', ...worker(['once', 'twice', 'perhaps']) },
      },
      channels: {
        once: topic('Once', replicated),
        twice: topic('Twice', replicated),
        perhaps: topic('Perhaps', replicated),
      },
      subscriptions: {
        once: kafka('once', 'reader', fromTheBeginning),
        twice: kafka('twice', 'reader', fromTheBeginning),
        perhaps: kafka('perhaps', 'reader', fromTheBeginning),
      },
    })
  },
  seed: SEED,
  untilMs: 10_000,
  commands: commands(...['once', 'twice', 'perhaps'].map((id) => [2000, down(id, 2)] as const)),
  shows: [
    { kind: 'deduplicated', element: 'channels/once', times: 5 },
    { kind: 'accepted', element: 'channels/once', times: 98 },
    { kind: 'accepted', element: 'channels/twice', times: 103 },
    { kind: 'deduplicated', element: 'channels/twice', times: 0 },
  ],
}

const transactions: Scenario = {
  id: 'kafka.transactions',
  title: 'Two outputs and an offset, all or nothing',
  watch:
    'Billing writes to Paid and Receipts in one transaction. It crashes with one open: those who read what is committed wait until Billing is back and fences it, then never see it.',
  topology: () => {
    const transactional = producer({ transactional: true })
    const replicated = { replicationFactor: 3, partitions: 1, replicationDelayMs: 200 }
    return sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(2)) },
        billing: {
          name: 'Billing',
          ...worker(['billing'], {
            outputs: {
              paid: output('paid', transactional),
              receipt: output('receipts', transactional),
            },
          }),
        },
        ledger: { name: 'Ledger', ...worker(['ledger', 'mail']) },
        monitor: { name: 'Monitor', ...worker(['monitor']) },
      },
      channels: {
        orders: topic('Orders', { partitions: 1 }),
        paid: topic('Paid', replicated),
        receipts: topic('Receipts', replicated),
      },
      subscriptions: {
        billing: kafka('orders', 'billing', {
          ...fromTheBeginning,
          enableAutoCommit: false,
          commitWhen: 'afterEach',
          sessionTimeoutMs: 6000,
        }),
        ledger: kafka('paid', 'ledger', { ...fromTheBeginning, isolationLevel: 'read_committed' }),
        mail: kafka('receipts', 'ledger', {
          ...fromTheBeginning,
          isolationLevel: 'read_committed',
        }),
        monitor: kafka('paid', 'monitor', fromTheBeginning),
      },
    })
  },
  seed: SEED,
  untilMs: 20_000,
  commands: commands(
    [8100, { kind: 'fault', fault: { kind: 'crash', serviceId: 'billing' } }],
    [9000, { kind: 'recover', serviceId: 'billing', fault: 'crash' }],
  ),
  shows: [
    { kind: 'committed', element: 'channels/paid', times: 10 },
    { kind: 'committed', element: 'channels/receipts', times: 10 },
    { kind: 'aborted', element: 'channels/paid' },
    { kind: 'acknowledged', element: 'subscriptions/ledger', times: 10 },
  ],
}

const transactionTimeout: Scenario = {
  id: 'kafka.transaction-timeout',
  title: 'A transaction that nobody ends holds its readers back',
  watch:
    'Billing crashes with a transaction open and stays away. What Till writes to Paid comes no further than Monitor for two seconds, until the coordinator aborts the transaction.',
  topology: () => {
    const transactional = producer({ transactional: true, transactionTimeoutMs: 2000 })
    return sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(2)) },
        till: { name: 'Till', ...shop('paid', perSecond(5)) },
        billing: {
          name: 'Billing',
          ...worker(['billing'], { outputs: { paid: output('paid', transactional) } }),
        },
        ledger: { name: 'Ledger', ...worker(['ledger']) },
        monitor: { name: 'Monitor', ...worker(['monitor']) },
      },
      channels: {
        orders: topic('Orders', { partitions: 1, groupInitialRebalanceDelayMs: 0 }),
        paid: topic('Paid', {
          replicationFactor: 3,
          partitions: 1,
          replicationDelayMs: 200,
          groupInitialRebalanceDelayMs: 0,
        }),
      },
      subscriptions: {
        billing: kafka('orders', 'billing', fromTheBeginning),
        ledger: kafka('paid', 'ledger', { ...fromTheBeginning, isolationLevel: 'read_committed' }),
        monitor: kafka('paid', 'monitor', fromTheBeginning),
      },
    })
  },
  seed: SEED,
  untilMs: 10_000,
  commands: commands([5100, { kind: 'fault', fault: { kind: 'crash', serviceId: 'billing' } }]),
  shows: [
    { kind: 'committed', element: 'channels/paid', times: 5 },
    { kind: 'aborted', element: 'channels/paid' },
    { kind: 'acknowledged', element: 'subscriptions/ledger', times: 40 },
  ],
}

const producerCrash: Scenario = {
  id: 'kafka.producer-crash',
  title: 'A batch that dies with its process',
  watch:
    'Shop collects orders for a second (linger.ms) before it sends them. It crashes at 4.5 s: the orders in its batch reach no broker. Fewer would have been lost with a shorter linger.ms.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          ...shop('orders', { ...perSecond(20), ...producer({ lingerMs: 1000 }) }),
        },
        billing: { name: 'Billing', ...worker(['billing']) },
      },
      channels: { orders: topic('Orders', { partitions: 1 }) },
      subscriptions: { billing: kafka('orders', 'billing', fromTheBeginning) },
    }),
  seed: SEED,
  untilMs: 10_000,
  commands: commands(
    [4500, { kind: 'fault', fault: { kind: 'crash', serviceId: 'shop' } }],
    [6000, { kind: 'recover', serviceId: 'shop', fault: 'crash' }],
  ),
  shows: [
    { kind: 'accepted', element: 'channels/orders', times: 100 },
    { kind: 'crashed', element: 'services/shop' },
    { kind: 'refused', element: 'channels/orders', times: 5 },
  ],
}

export const kafkaProducerScenarios: readonly Scenario[] = [
  partitioning,
  tooFewReplicas,
  lateAnswers,
  transactions,
  transactionTimeout,
  producerCrash,
]
