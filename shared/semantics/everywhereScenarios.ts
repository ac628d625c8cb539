import { output, rabbit, shop, sketch, worker } from '../topology/sketch.ts'
import { everywhereFaultScenarios } from './everywhereFaultScenarios.ts'
import { againAndAgain, commandsAt, perSecond, queueTo, taking } from './everywhereParts.ts'
import { everywhereSourceScenarios } from './everywhereSourceScenarios.ts'
import type { Scenario } from './rule.ts'

const slots: Scenario = {
  id: 'everywhere.slots',
  title: 'Two replicas with two slots each',
  watch: 'Packing handles four events at a time, each for half a second; what else comes waits.',
  topology: () =>
    queueTo(
      { name: 'Packing', replicas: 2, concurrency: 2, ...worker(['packing'], taking(500)) },
      10,
    ),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'started', element: 'subscriptions/packing', times: 70 },
    { kind: 'acknowledged', element: 'subscriptions/packing', times: 70 },
  ],
}

const retries: Scenario = {
  id: 'everywhere.retries',
  title: 'Tried three times, longer apart each time',
  watch: 'Half of the attempts fail. Most events succeed at the second or third; some are dropped.',
  topology: () => {
    const retry = { attempts: 3, backoffMs: 200, multiplier: 2, backoffMaxMs: 1000 }
    const half = { ...taking(50), failure: { probability: 0.5 } }
    return queueTo({ name: 'Packing', ...worker(['packing'], half) }, 2, { retry })
  },
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'failed', element: 'subscriptions/packing', times: 3 },
    { kind: 'acknowledged', element: 'subscriptions/packing', times: 3 },
  ],
}

const crash: Scenario = {
  id: 'everywhere.crash',
  title: 'A crash in the middle of a handling',
  watch: 'Packing crashes at 3 s and is back at 6 s: what it had in hand is handled again.',
  topology: () => queueTo({ name: 'Packing', ...worker(['packing'], taking(300)) }, 2),
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt([
    [3100, { kind: 'fault', fault: { kind: 'crash', serviceId: 'packing' } }],
    [6000, { kind: 'recover', serviceId: 'packing', fault: 'crash' }],
  ]),
  shows: [
    { kind: 'crashed', element: 'services/packing' },
    { kind: 'abandoned', element: 'subscriptions/packing' },
    { kind: 'recovered', element: 'services/packing' },
  ],
}

const pause: Scenario = {
  id: 'everywhere.pause',
  title: 'Paused, then slowed down',
  watch:
    'Packing rests from 2 s to 4 s while messages pile up; from 7 s on it takes ten times as long.',
  topology: () => queueTo({ name: 'Packing', ...worker(['packing'], taking(50)) }, 10),
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt([
    [2000, { kind: 'fault', fault: { kind: 'pause', serviceId: 'packing' } }],
    [4000, { kind: 'recover', serviceId: 'packing', fault: 'pause' }],
    [7000, { kind: 'fault', fault: { kind: 'slow', serviceId: 'packing', factor: 10 } }],
  ]),
  shows: [
    { kind: 'paused', element: 'services/packing' },
    { kind: 'slowed', element: 'services/packing' },
  ],
}

const refused: Scenario = {
  id: 'everywhere.refused',
  title: 'An output that the broker refuses',
  watch:
    'Bills holds ten messages and refuses more: billing fails, tries again, and acknowledges nothing that it could not pass on.',
  topology: () => {
    const outputs = { bill: output('bills') }
    return sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(5)) },
        billing: { name: 'Billing', ...worker(['billing'], { ...taking(20), outputs }) },
      },
      channels: {
        orders: { kind: 'rabbitQueue', name: 'Orders' },
        bills: { kind: 'rabbitQueue', name: 'Bills', maxLength: 10, overflow: 'reject-publish' },
      },
      subscriptions: {
        billing: rabbit('orders', 'billing', { prefetchCount: 1, retry: againAndAgain }),
      },
    })
  },
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'refused', element: 'channels/bills', times: 5 },
    { kind: 'failed', element: 'subscriptions/billing', times: 5 },
  ],
}

export const everywhereScenarios: readonly Scenario[] = [
  slots,
  retries,
  crash,
  pause,
  refused,
  ...everywhereFaultScenarios,
  ...everywhereSourceScenarios,
]
