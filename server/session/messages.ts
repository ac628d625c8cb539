// What the main thread and a session's worker say to each other. Both sides are ours, so types will do.

import type { BreakpointChange, BreakpointList } from '#shared/protocol/breakpoints.ts'
import type { Dictionary } from '#shared/protocol/frame.ts'
import type { Control, EventDetail, RunState, Speed, Timeline } from '#shared/protocol/protocol.ts'
import type { Edit } from '#shared/topology/change.ts'
import type { Recipe, RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'

/** A run that was cut off, kept to compare with. */
export interface KeptBaseline {
  readonly id: number
  readonly label: string
  /** Where the present run left it. */
  readonly atNs: number
  readonly untilNs: number
  /** A recipe. One that comes from the disk is checked when somebody compares with it. */
  readonly recipe: unknown
}

/** What a session begins with. */
export interface SessionStart {
  readonly topology: Topology
  readonly seed: number
  readonly speed: Speed
  /** A run to repeat up to where it was; then it waits, paused. */
  readonly recipe: Recipe | null
  /** Grows with each session of a topology, so that their dictionaries are never taken for one another. */
  readonly generation: number
  /** Of memory, for what it takes to go back in the run; a bound of its own where none is said. */
  readonly checkpointBytesMax?: number
  /** Of memory, that it may take more for a moment while it goes back. */
  readonly secondRunBytesMax?: number
  /** Of the session before it. */
  readonly breakpoints?: BreakpointList
  /** Of the sessions before it, oldest first. */
  readonly baselines?: readonly KeptBaseline[]
}

/** All that somebody needs who begins to watch. */
export interface Look {
  /** What the others have seen up to now; null where there is nothing to see yet. */
  readonly frame: ArrayBuffer | null
  readonly run: RunState
  readonly dictionary: Dictionary
  readonly timeline: Timeline
}

export interface RecordedRun {
  readonly recipe: Recipe
  readonly speed: Speed
  /** Of the history up to the recipe's end. */
  readonly hash: string
}

/** Two runs up to the same moment. */
export interface ComparedRecipes {
  readonly before: Recipe
  readonly after: Recipe
  /** What the first one is called. */
  readonly label: string
}

export interface RecipeText {
  /** In UTF-8. */
  readonly text: Uint8Array
  readonly hash: string
}

export interface WishToKeep {
  /** For what is written out now. */
  readonly key: string
  /** Of what is on the disk; null where nothing is, or nobody knows. */
  readonly has: string | null
}

/** A run for the disk: a text that says all, or how far what was kept under the key has come since. */
export interface KeptRun {
  readonly key: string
  /** In UTF-8. */
  readonly text: Uint8Array | null
  readonly untilMs: number
  readonly speed: Speed
}

/** The runs that are kept to compare with, for the disk. */
export interface BaselinesText {
  /** In UTF-8. */
  readonly text: Uint8Array
  /** Of the newest one. */
  readonly newestId: number
}

export interface SessionRequests {
  readonly look: { readonly request: null; readonly value: Look }
  readonly control: { readonly request: Control; readonly value: RunState }
  /** An edit that the document has taken. */
  readonly edit: { readonly request: Edit; readonly value: null }
  /** A document that somebody wrote over ours. */
  readonly replace: { readonly request: Topology; readonly value: null }
  readonly change: { readonly request: RunChange; readonly value: { readonly atNs: number } }
  readonly breakpoints: { readonly request: BreakpointChange; readonly value: RunState }
  readonly event: {
    readonly request: { readonly origin: number; readonly n: number }
    readonly value: EventDetail | null
  }
  readonly record: { readonly request: null; readonly value: RecordedRun }
  /** The same for people: canonical JSON, made in the session's thread. */
  readonly recipeText: { readonly request: null; readonly value: RecipeText }
  readonly baselines: { readonly request: null; readonly value: BaselinesText }
  readonly keep: { readonly request: WishToKeep; readonly value: KeptRun }
  /**
   * The machine has no room for it to go on: it ends with this reason, unless it has been paused or reset
   * since, or has gone elsewhere. `jumps`: as told last; null: nothing has been told yet.
   */
  readonly end: {
    readonly request: { readonly reason: string; readonly jumps: RunState['jumps'] | null }
    readonly value: null
  }
  readonly compare: {
    readonly request: { readonly baselineId: number }
    readonly value: ComparedRecipes
  }
}
export type SessionRequestName = keyof SessionRequests

/** `reason` is a sentence for the person who asked. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string }

export type SessionRequest = {
  [Name in SessionRequestName]: {
    readonly name: Name
    readonly payload: SessionRequests[Name]['request']
  }
}[SessionRequestName]

export type ToWorker =
  | { readonly kind: 'request'; readonly id: number; readonly request: SessionRequest }
  | { readonly kind: 'watch'; readonly watching: boolean }

export type SessionNews =
  | { readonly kind: 'state'; readonly state: RunState }
  | { readonly kind: 'dictionary'; readonly dictionary: Dictionary }
  | { readonly kind: 'frame'; readonly bytes: ArrayBuffer }
  /** A frame of shortly before the next one, that no newer one makes superfluous. */
  | { readonly kind: 'earlierFrame'; readonly bytes: ArrayBuffer }

export type FromWorker =
  | { readonly kind: 'reply'; readonly id: number; readonly outcome: Outcome<unknown> }
  | { readonly kind: 'news'; readonly news: SessionNews }
  /** What its thread takes now. */
  | { readonly kind: 'memory'; readonly bytes: number }
