// Everything that browser and server say to each other over the socket. `requests` is the one list of
// what a browser may ask; the types of both sides are derived from it. Documents travel by HTTP.

import { z } from 'zod'
import { editSchema } from '../topology/change.ts'
import { durationMsSchema } from '../topology/fields.ts'
import { faultSchema, runChangeSchema, seedSchema } from '../topology/recipe.ts'
import { breakpointChangeSchema, breakpointHitSchema, breakpointListSchema } from './breakpoints.ts'
import { dictionarySchema } from './frame.ts'

/** The file name of a topology in its workspace, without `.json`. */
/** Bytes of one message from a browser: a longer one ends the connection. */
export const MESSAGE_BYTES_MAX = 1_000_000

export const topologyIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'A topology is named by a slug such as order-to-cash.')

/** Virtual seconds per second; `max`: as fast as it goes. */
export const speedSchema = z.union([z.number().min(0.01).max(10_000), z.literal('max')])
export type Speed = z.infer<typeof speedSchema>

/** Runs that are kept to compare with; of more, the oldest are forgotten. */
export const BASELINES_MAX = 8

export const baselineSchema = z.strictObject({
  id: z.int(),
  label: z.string(),
  /** Where the present run left it. */
  atNs: z.number(),
  untilNs: z.number(),
})

export const runStateSchema = z.strictObject({
  /** `held`: the drawing has errors and has not run yet. */
  status: z.enum(['held', 'running', 'paused', 'ended']),
  seed: seedSchema,
  speed: speedSchema,
  nowNs: z.number(),
  /** How far this run has been recorded. Before that, it repeats what is recorded until it is changed. */
  recordedNs: z.number(),
  /** Grows when the run has gone to another moment, not by running: its next frame begins anew. */
  jumps: z.int(),
  /** Moments from which others are soon reached; some of them. */
  checkpointsNs: z.array(z.number()),
  /** Runs that were cut off, to compare with; newest first. */
  baselines: z.array(baselineSchema),
  /** Why the run ended, or why the drawing cannot run, in a sentence. */
  reason: z.string().nullable(),
  /** True while the drawing on show has errors and the run stays on an earlier revision. */
  behind: z.boolean(),
  /** The run is at a moment before edits that the drawing on show has, or went another way there. */
  edited: z.boolean(),
  breakpoints: breakpointListSchema,
  /** The breakpoint that it is paused at; null: it runs, or is paused for another reason. */
  pausedAt: breakpointHitSchema.nullable(),
  /** Where it has paused at breakpoints; the newest `HITS_MAX`. */
  hits: z.array(breakpointHitSchema),
  /** Where it came to a bound and had to end, with the reason; also later than now. */
  bounds: z.array(z.strictObject({ atNs: z.number(), text: z.string() })),
  /** Hash of the history up to now; null while it runs. */
  hash: z.string().nullable(),
  faults: z.array(z.strictObject({ fault: faultSchema, sinceNs: z.number() })),
  /** What was done to the run, also later than now where it has gone back; the newest 500. */
  commands: z.array(
    z.strictObject({
      atNs: z.number(),
      kind: z.enum(['edit', 'fault', 'recover', 'operation']),
      label: z.string(),
    }),
  ),
})
export type RunState = z.infer<typeof runStateSchema>

/** Throughput since the start of the run, in buckets of equal virtual time (they grow as it goes on). */
export const timelineSchema = z.strictObject({
  bucketNs: z.number(),
  published: z.array(z.number()),
  /** Attempts failed and messages lost or dead-lettered. */
  trouble: z.array(z.number()),
})
export type Timeline = z.infer<typeof timelineSchema>

const rowSchema = z.strictObject({
  atNs: z.number(),
  kind: z.number(),
  attempt: z.number(),
  element: z.number(),
  origin: z.number(),
  n: z.number(),
  key: z.number(),
  rootOrigin: z.number(),
  rootN: z.number(),
  detail: z.number(),
})

/** Of a story, the newest. */
export const STORY_ROWS_MAX = 2000

const attributeSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).readonly(),
])

/** An event as a CloudEvent, and what the journal still knows of its story. */
export const eventDetailSchema = z.strictObject({
  cloudEvent: z.strictObject({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.string(),
    /** Virtual time since the start of the run, as an RFC 3339 time on 1970-01-01. */
    time: z.string(),
    datacontenttype: z.literal('application/json'),
    dataschema: z.string(),
    /** The key; absent for an event without one. */
    partitionkey: z.string().optional(),
    correlationid: z.string(),
    causationid: z.string().optional(),
    data: z.unknown(),
  }),
  attributes: z.record(z.string(), attributeSchema),
  /** Everything that carries the same correlation id, oldest first. */
  story: z.array(rowSchema).max(STORY_ROWS_MAX),
  /** False when the beginning is not among it: the journal has forgotten it, or there is too much to tell. */
  complete: z.boolean(),
})
export type EventDetail = z.infer<typeof eventDetailSchema>

const named = { topologyId: topologyIdSchema }

export const controlSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run') }),
  z.strictObject({ kind: z.literal('pause') }),
  /** To the next instant at which the journal tells of something other than bookkeeping. */
  z.strictObject({ kind: z.literal('step') }),
  /** Back to the start, on the current drawing, with no commands. */
  z.strictObject({ kind: z.literal('reset'), seed: seedSchema.optional() }),
  z.strictObject({ kind: z.literal('setSpeed'), speed: speedSchema }),
  /** Runs flat out to this virtual time, then pauses. */
  z.strictObject({ kind: z.literal('runUntil'), untilMs: durationMsSchema }),
  /** Runs flat out until it comes to a breakpoint. */
  z.strictObject({ kind: z.literal('runToBreakpoint') }),
  /** Pauses at a moment that is recorded already, with exactly the state that the run had there. */
  z.strictObject({ kind: z.literal('rewind'), toMs: durationMsSchema }),
  /** Back to the last such instant. */
  z.strictObject({ kind: z.literal('stepBack') }),
  /** Keeps the run as it is recorded to compare with, and goes another way from now on. */
  z.strictObject({ kind: z.literal('fork') }),
  /** Takes the drawing on show into a run that stayed on an earlier one. */
  z.strictObject({ kind: z.literal('runDrawing') }),
])
export type Control = z.infer<typeof controlSchema>

export const requests = {
  /** Watch a topology: its edits, its run, its frames. A socket watches one at a time. */
  'topology:join': {
    request: z.strictObject(named),
    reply: z.strictObject({
      revision: z.int(),
      run: runStateSchema,
      dictionary: dictionarySchema,
      timeline: timelineSchema,
    }),
  },
  'topology:edit': {
    request: z.strictObject({ ...named, editId: z.string().min(8).max(64), edit: editSchema }),
    reply: z.strictObject({ revision: z.int() }),
  },
  'run:control': {
    request: z.strictObject({ ...named, control: controlSchema }),
    reply: runStateSchema,
  },
  /** A fault or its end, or what an operator does. Edits go by `topology:edit`. */
  'run:change': {
    request: z.strictObject({ ...named, change: runChangeSchema }),
    reply: z.strictObject({ atNs: z.number() }),
  },
  /** Breakpoints are shared by all who watch. */
  'run:breakpoints': {
    request: z.strictObject({ ...named, change: breakpointChangeSchema }),
    reply: runStateSchema,
  },
  'event:read': {
    request: z.strictObject({ ...named, origin: z.int().min(0), n: z.int().min(0) }),
    reply: eventDetailSchema,
  },
} as const

export type RequestName = keyof typeof requests
export type RequestOf<Name extends RequestName> = z.infer<(typeof requests)[Name]['request']>
export type ReplyOf<Name extends RequestName> = z.infer<(typeof requests)[Name]['reply']>

/** `retryable`: the same request may succeed later, unchanged. */
export const failures = {
  malformedRequest: { retryable: false },
  unknownTopology: { retryable: false },
  unknownEvent: { retryable: false },
  /** The edit no longer makes sense on the document as it is now. */
  refusedEdit: { retryable: false },
  /** The run is over, or has not begun. */
  refusedControl: { retryable: false },
  tooManyRequests: { retryable: true },
  saveFailed: { retryable: true },
  internalError: { retryable: true },
} as const
export type FailureCode = keyof typeof failures

export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: FailureCode; readonly message: string }

export type ClientToServerEvents = {
  [Name in RequestName]: (
    request: RequestOf<Name>,
    reply: (reply: Reply<ReplyOf<Name>>) => void,
  ) => void
}

/** News: what the server says by itself to all who watch a topology. */
export interface ServerToClientEvents {
  'topology:edited': (news: {
    readonly revision: number
    readonly editId: string
    readonly edit: z.infer<typeof editSchema>
  }) => void
  /** The document was replaced from outside (the file changed): fetch it again. */
  'topology:replaced': (news: { readonly revision: number }) => void
  /** Somebody has deleted it: nothing more can be saved. */
  'topology:removed': (news: { readonly topologyId: string }) => void
  'topology:saved': (news: { readonly revision: number; readonly problem: string | null }) => void
  /** Why no version is kept by itself any more, in a sentence; null: that is over. */
  'topology:versionProblem': (news: { readonly problem: string | null }) => void
  'run:state': (state: RunState) => void
  /** Why what belongs to the run is not on the disk, in a sentence; null: that is over. */
  'run:storeProblem': (news: { readonly problem: string | null }) => void
  'run:dictionary': (dictionary: z.infer<typeof dictionarySchema>) => void
  /** Volatile: a slow watcher skips frames. See frame.ts. */
  'run:frame': (frame: ArrayBuffer) => void
}
