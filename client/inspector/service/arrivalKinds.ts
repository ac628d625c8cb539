// Which fields each kind of arrivals has, and what it begins with.

import { averageRate } from '#shared/topology/analysis/arrivalRates.ts'
import {
  type Arrivals,
  BATCH_SIZE_MAX,
  type Batch,
  CLIENTS_MAX,
} from '#shared/topology/arrivals.ts'
import { decimalCodec, durationCodec, integerCodec, optional, rateCodec } from '../fields/codec.ts'
import type { FieldSpec, Option } from '../fields/fieldSpec.ts'
import { durationsCodec, pointsCodec } from '../fields/listCodecs.ts'

type ArrivalKind = Arrivals['kind']

export const ARRIVAL_KINDS: readonly (Option & { readonly value: ArrivalKind })[] = [
  {
    value: 'poisson',
    label: 'Poisson',
    help: 'At random, each on its own, as from many independent senders.',
  },
  { value: 'constant', label: 'Constant', help: 'All gaps are equal.' },
  {
    value: 'profile',
    label: 'Profile over time',
    help: 'The rate rises and falls, as over a day.',
  },
  { value: 'bursts', label: 'Bursts', help: 'Bursts and pauses by turns, beginning with a burst.' },
  {
    value: 'renewal',
    label: 'Renewal',
    help: 'Gaps drawn one by one from a distribution that you choose.',
  },
  {
    value: 'closedLoop',
    label: 'Closed loop',
    help: 'Clients who wait for the outcome before they go on: slow answers slow them down.',
  },
  { value: 'recorded', label: 'Recorded times', help: 'Exactly when it came, from a log.' },
  { value: 'recordedGaps', label: 'Recorded gaps', help: 'As far apart as it came, from a log.' },
]

const rate: FieldSpec = {
  key: 'ratePerSecond',
  label: 'Rate',
  control: { kind: 'text', codec: rateCodec },
}

const process: FieldSpec = {
  key: 'process',
  label: 'Spacing',
  help: 'At random, or with equal gaps, at the rate of the moment.',
  control: {
    kind: 'choice',
    options: [
      { value: 'poisson', label: 'Random (Poisson)' },
      { value: 'constant', label: 'Equal gaps' },
    ],
  },
}

/** Those that are no durations with a distribution of their own. */
export const ARRIVAL_FIELDS: { readonly [Kind in ArrivalKind]: readonly FieldSpec[] } = {
  constant: [rate],
  poisson: [rate],
  profile: [
    process,
    {
      key: 'points',
      label: 'Rate over time',
      help: 'Runs straight from point to point, and holds after the last.',
      control: { kind: 'text', codec: pointsCodec, room: 'whole' },
    },
  ],
  renewal: [],
  bursts: [process, { ...rate, label: 'Rate in a burst', help: 'Nothing comes in a pause.' }],
  closedLoop: [
    {
      key: 'clients',
      label: 'Clients',
      help: 'Each thinks, publishes, waits until all that its event caused is over, and begins again.',
      control: { kind: 'stepper', min: 1, max: CLIENTS_MAX },
    },
    {
      key: 'timeoutMs',
      label: 'Waits at most',
      help: 'Then the client goes on without the outcome.',
      control: {
        kind: 'text',
        codec: optional(durationCodec({ min: 1, max: 9_007_199_254 })),
        placeholder: 'for ever',
      },
    },
  ],
  recorded: [
    {
      key: 'timesMs',
      label: 'Times after the start',
      help: 'In order, such as 0 s, 250 ms, 250 ms, 1.5 s. A pasted column counts milliseconds.',
      control: { kind: 'text', codec: durationsCodec, room: 'whole' },
    },
    {
      key: 'repeatEveryMs',
      label: 'Repeat every',
      help: 'Begins anew so long after it began.',
      control: { kind: 'text', codec: optional(durationCodec()), placeholder: 'never' },
    },
  ],
  recordedGaps: [
    {
      key: 'gapsMs',
      label: 'Gaps',
      help: 'The first is after the start, such as 100 ms, 20 ms. A pasted column counts milliseconds.',
      control: { kind: 'text', codec: durationsCodec, room: 'whole' },
    },
    {
      key: 'repeats',
      label: 'Repeat',
      help: 'Begins anew after the last gap.',
      control: { kind: 'switch' },
    },
  ],
}

const RATE_MAX = 1_000_000

/** Another kind of arrivals with about the same rate. */
export function arrivalsOf(kind: ArrivalKind, before: Arrivals): Arrivals {
  const ratePerSecond = Math.min(RATE_MAX, averageRate(before))
  const gapMs = ratePerSecond > 0 ? Math.min(1000 / ratePerSecond, 86_400_000) : 1000
  const even = before.kind === 'constant' ? 'constant' : 'poisson'
  switch (kind) {
    case 'constant':
    case 'poisson':
      return { kind, ratePerSecond }
    case 'profile':
      return {
        kind,
        process: even,
        points: [
          { atMs: 0, ratePerSecond },
          { atMs: 60_000, ratePerSecond: Math.min(RATE_MAX, ratePerSecond * 10) },
        ],
      }
    case 'renewal':
      return { kind, gap: { kind: 'erlang', meanMs: gapMs, shape: 4 } }
    case 'bursts':
      return {
        kind,
        process: even,
        ratePerSecond: Math.min(RATE_MAX, ratePerSecond * 5),
        onTime: { kind: 'exponential', meanMs: 1000 },
        offTime: { kind: 'exponential', meanMs: 4000 },
      }
    case 'closedLoop':
      return { kind, clients: 10, thinkTime: { kind: 'exponential', meanMs: 10 * gapMs } }
    case 'recorded':
      return { kind, timesMs: [gapMs, 2 * gapMs, 2 * gapMs], repeatEveryMs: 3 * gapMs }
    case 'recordedGaps':
      return { kind, gapsMs: [gapMs, 0, 2 * gapMs], repeats: true }
  }
}

type BatchKind = Batch['kind'] | 'none'

export const BATCH_KINDS: readonly (Option & { readonly value: BatchKind })[] = [
  { value: 'none', label: 'None', help: 'One event at a time.' },
  { value: 'constant', label: 'Fixed size' },
  { value: 'uniform', label: 'Uniform', help: 'Every size between the two is as likely.' },
  { value: 'geometric', label: 'Geometric', help: 'Mostly small, sometimes large.' },
]

const size = { kind: 'text', codec: integerCodec({ min: 1, max: BATCH_SIZE_MAX }) } as const

export const BATCH_FIELDS: { readonly [Kind in Batch['kind']]: readonly FieldSpec[] } = {
  constant: [{ key: 'size', label: 'Events at once', control: size }],
  uniform: [
    { key: 'minSize', label: 'Fewest', control: size },
    { key: 'maxSize', label: 'Most', control: size },
  ],
  geometric: [
    {
      key: 'meanSize',
      label: 'Mean size',
      help: 'Each further event comes with the same chance.',
      control: { kind: 'text', codec: decimalCodec({ min: 1, max: BATCH_SIZE_MAX }) },
    },
  ],
}

export function batchOf(kind: BatchKind): Batch | undefined {
  switch (kind) {
    case 'none':
      return undefined
    case 'constant':
      return { kind, size: 10 }
    case 'uniform':
      return { kind, minSize: 1, maxSize: 10 }
    case 'geometric':
      return { kind, meanSize: 5 }
  }
}
