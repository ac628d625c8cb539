// Breakpoints: what somebody waits for in a run. They belong to those who watch, not to the drawing and not
// to the recipe: with or without them, a run has the same history.

import { z } from 'zod'
import type { JournalKind } from '../lib/journal.ts'
import { idSchema } from '../topology/fields.ts'

export const BREAKPOINTS_MAX = 50
/** Pauses that a run remembers for its timeline. */
export const HITS_MAX = 64

interface Moment {
  readonly label: string
  /** What the journal writes then. */
  readonly kinds: readonly JournalKind[]
  /** Only from this attempt on. */
  readonly attemptMin?: number
  /** It happens to an event, which can be asked for by type, key and content. */
  readonly ofEvent: boolean
}

/** What a breakpoint can wait for, in the words that people see. */
export const MOMENTS = {
  published: { label: 'is published', kinds: ['published'], ofEvent: true },
  stored: { label: 'arrives', kinds: ['accepted'], ofEvent: true },
  delivered: { label: 'is delivered', kinds: ['delivered'], ofEvent: true },
  redelivered: {
    label: 'is delivered again',
    kinds: ['delivered'],
    attemptMin: 2,
    ofEvent: true,
  },
  retried: { label: 'is tried again', kinds: ['started'], attemptMin: 2, ofEvent: true },
  handled: { label: 'is handled', kinds: ['acknowledged'], ofEvent: true },
  failed: { label: 'fails', kinds: ['failed', 'deliveryFailed'], ofEvent: true },
  givenBack: {
    label: 'goes back to its channel',
    kinds: ['requeued', 'leaseExpired', 'abandoned'],
    ofEvent: true,
  },
  deadLettered: { label: 'is dead-lettered', kinds: ['deadLettered', 'parked'], ofEvent: true },
  lost: {
    label: 'is lost',
    kinds: ['dropped', 'expired', 'unroutable', 'lost'],
    ofEvent: true,
  },
  refused: {
    label: 'is refused',
    kinds: ['refused', 'returned', 'conflicted'],
    ofEvent: true,
  },
  rebalanced: { label: 'rebalances', kinds: ['rebalanced', 'evicted'], ofEvent: false },
  faultBegins: {
    label: 'breaks down',
    kinds: ['crashed', 'slowed', 'paused', 'disconnected', 'nodeDown', 'stopped'],
    ofEvent: false,
  },
  faultEnds: { label: 'recovers', kinds: ['recovered', 'nodeUp'], ofEvent: false },
} as const satisfies Record<string, Moment>

export type MomentName = keyof typeof MOMENTS
export const MOMENT_NAMES = Object.keys(MOMENTS) as [MomentName, ...MomentName[]]

export function momentOf(name: MomentName): Moment {
  return MOMENTS[name]
}

/** A part of the canvas: `id` is that of a service or channel, or of an edge as `edgesOf` names it. */
export const placeSchema = z.strictObject({
  kind: z.enum(['node', 'edge']),
  id: z.string().min(1).max(300),
})
export type BreakpointPlace = z.infer<typeof placeSchema>

const scalarSchema = z.union([z.string().max(200), z.number(), z.boolean()])
const countSchema = z.int().min(0).max(1_000_000_000)

export const conditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('attempt'), atLeast: z.int().min(1).max(10_000) }),
  /** Of the channel in which a message arrives, once the instant is over: rises above. */
  z.strictObject({ kind: z.literal('waiting'), above: countSchema }),
  /** Of the consumers of that channel, the one furthest behind: rises above. */
  z.strictObject({ kind: z.literal('lag'), above: countSchema }),
  /** Since the event was published. */
  z.strictObject({ kind: z.literal('age'), aboveMs: z.number().min(0).max(86_400_000_000) }),
  z.strictObject({
    kind: z.literal('attribute'),
    name: z.string().min(1).max(100),
    equals: scalarSchema,
  }),
  /** `path`: names and places in lists, joined by dots: `customer.tier`, `items.0.sku`. */
  z.strictObject({
    kind: z.literal('payload'),
    path: z.string().min(1).max(200),
    equals: scalarSchema,
  }),
])
export type BreakpointCondition = z.infer<typeof conditionSchema>

export const breakpointSchema = z
  .strictObject({
    id: z.string().min(1).max(64),
    enabled: z.boolean(),
    moments: z.array(z.enum(MOMENT_NAMES)).min(1).max(MOMENT_NAMES.length),
    /** Left out, like all that follows: anywhere, any. */
    place: placeSchema.optional(),
    eventTypeId: idSchema.optional(),
    /** The whole of it. */
    key: z.string().min(1).max(200).optional(),
    condition: conditionSchema.optional(),
    /** Pauses at every nth time. */
    every: z.int().min(1).max(1_000_000),
  })
  .refine(
    ({ moments, condition }) =>
      (condition?.kind !== 'waiting' && condition?.kind !== 'lag') ||
      moments.every((moment) => moment === 'stored'),
    {
      path: ['condition'],
      message:
        'How much waits is looked at when an event arrives in a channel: let the breakpoint wait for that alone.',
    },
  )
export type Breakpoint = z.infer<typeof breakpointSchema>

export const breakpointChangeSchema = z.discriminatedUnion('kind', [
  /** A new one, or another in the place of the one with its id. */
  z.strictObject({ kind: z.literal('put'), breakpoint: breakpointSchema }),
  z.strictObject({ kind: z.literal('remove'), id: z.string().min(1).max(64) }),
  z.strictObject({ kind: z.literal('clear') }),
  /** What a browser still knew, where the server has begun anew and nobody has set any yet. */
  z.strictObject({
    kind: z.literal('bringBack'),
    list: z.array(breakpointSchema).max(BREAKPOINTS_MAX),
  }),
])
export type BreakpointChange = z.infer<typeof breakpointChangeSchema>

export const breakpointListSchema = z.strictObject({
  /** Grows with each change; 0: nobody has set any since the server was started. */
  revision: z.int().min(0),
  list: z.array(breakpointSchema).max(BREAKPOINTS_MAX),
})
export type BreakpointList = z.infer<typeof breakpointListSchema>

/** A pause at a breakpoint. */
export const breakpointHitSchema = z.strictObject({
  breakpointId: z.string(),
  atNs: z.number(),
  /** What happened there, in a sentence without its full stop. */
  text: z.string(),
  place: placeSchema.nullable(),
  event: z.strictObject({ origin: z.int(), n: z.int() }).nullable(),
})
export type BreakpointHit = z.infer<typeof breakpointHitSchema>
