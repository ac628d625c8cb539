// The kinds of durations in people's words: what each is called, and what can be set.

import type { DurationDistribution, SimpleDuration } from '#shared/topology/durations.ts'
import { decimalCodec, durationCodec, integerCodec, optional } from '../fields/codec.ts'
import type { FieldSpec, Option } from '../fields/fieldSpec.ts'
import { percentilesCodec, recordedCodec } from './durationCodecs.ts'

export const SIMPLE_KINDS = [
  {
    value: 'logNormal',
    label: 'Log-normal',
    help: 'Most are near the usual time, a few take much longer.',
  },
  {
    value: 'exponential',
    label: 'Exponential',
    help: 'Mostly short, now and then long: the usual model of chance.',
  },
  { value: 'uniform', label: 'Uniform', help: 'Every time between the two is as likely.' },
  { value: 'constant', label: 'Constant', help: 'Always the same.' },
  { value: 'percentiles', label: 'Percentiles', help: 'As a dashboard shows them: p50, p95, max.' },
  { value: 'empirical', label: 'Recorded values', help: 'Drawn from what was measured.' },
  { value: 'erlang', label: 'Erlang', help: 'Several steps in a row: more even than exponential.' },
  { value: 'gamma', label: 'Gamma', help: 'As even or uneven as its variation says.' },
  {
    value: 'hyperexponential',
    label: 'Hyperexponential',
    help: 'Mostly short, sometimes long: less even than exponential.',
  },
  {
    value: 'weibull',
    label: 'Weibull',
    help: 'From a few very long times to nearly equal ones, by its shape.',
  },
  { value: 'pareto', label: 'Pareto', help: 'A heavy tail: the rare longest times are very long.' },
] as const satisfies readonly (Option & { readonly value: SimpleDuration['kind'] })[]

export const KINDS = [
  ...SIMPLE_KINDS,
  {
    value: 'mixture',
    label: 'Mixture',
    help: 'One of several parts each time, such as cache hits and misses.',
  },
] as const

const duration = { kind: 'text', codec: durationCodec() } as const

const mean: FieldSpec = { key: 'meanMs', label: 'Mean', control: duration }

/** The parts of a mixture have fields of their own. */
export const DURATION_FIELDS: {
  readonly [Kind in DurationDistribution['kind']]: readonly FieldSpec[]
} = {
  constant: [{ key: 'valueMs', label: 'Time', control: duration }],
  uniform: [
    { key: 'minMs', label: 'Shortest', control: duration },
    { key: 'maxMs', label: 'Longest', control: duration },
  ],
  exponential: [mean],
  logNormal: [mean, variation(0.01)],
  erlang: [
    mean,
    {
      key: 'shape',
      label: 'Phases',
      help: 'Exponential phases, one after another; the more, the more even.',
      control: { kind: 'text', codec: integerCodec({ min: 1, max: 1000 }) },
    },
  ],
  hyperexponential: [mean, variation(1)],
  gamma: [mean, variation(0.01)],
  weibull: [
    mean,
    {
      key: 'shape',
      label: 'Shape',
      help: 'Below 1, a few take very long; 1 is exponential; above, they gather round the mean.',
      control: { kind: 'text', codec: decimalCodec({ min: 0.2, max: 20 }) },
    },
  ],
  pareto: [
    mean,
    {
      key: 'tailIndex',
      label: 'Tail index',
      help: 'The lower, the longer the longest. Below 1.5, few runs are long enough to show the mean.',
      control: { kind: 'text', codec: decimalCodec({ min: 1.1, max: 100 }) },
    },
  ],
  percentiles: [
    {
      key: 'points',
      label: 'Time at each percentile',
      help: 'Straight from point to point, up to the maximum. Without min it begins at 0 ms.',
      control: { kind: 'text', codec: percentilesCodec, room: 'whole' },
    },
  ],
  empirical: [
    {
      key: 'valuesMs',
      label: 'Recorded times',
      help: 'Each as likely as the next, or × how often. A pasted column counts milliseconds.',
      control: { kind: 'text', codec: recordedCodec, room: 'whole' },
    },
  ],
  mixture: [],
}

const limit = {
  kind: 'text',
  codec: optional(durationCodec()),
  placeholder: 'no limit',
} as const

/** Every kind takes these. */
export const ADJUSTMENT_FIELDS: readonly FieldSpec[] = [
  {
    key: 'shiftMs',
    label: 'Shift',
    help: 'Added to every time, and so to the mean.',
    control: { kind: 'text', codec: optional(durationCodec()), placeholder: '0 ms' },
  },
  {
    key: 'atLeastMs',
    label: 'At least',
    help: 'Shorter times are drawn again.',
    control: limit,
  },
  {
    key: 'atMostMs',
    label: 'At most',
    help: 'Longer times are drawn again.',
    control: limit,
  },
]

function variation(min: number): FieldSpec {
  return {
    key: 'cv',
    label: 'Variation',
    help: 'Deviation divided by mean; 1 is as uneven as exponential.',
    control: { kind: 'text', codec: decimalCodec({ min, max: 20 }) },
  }
}
