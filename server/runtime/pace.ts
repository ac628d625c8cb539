// What sets the pace of a source.

import type { EntityIndex } from '../engine/kernel.ts'
import type { StoryState } from './story.ts'
import type { RuntimeWorld } from './world.ts'

export interface PaceOptions {
  readonly world: RuntimeWorld
  /** Of the source. */
  readonly name: string
  /** Of the source, which passes on what is not an outcome of publishing. */
  readonly entity: EntityIndex
  /** Publishes as many events as come at once. */
  readonly publish: () => void
}

export type PaceState =
  | { readonly kind: 'open'; readonly timer: number; readonly process: readonly number[] }
  | {
      readonly kind: 'closed'
      readonly areResting: boolean
      readonly clients: readonly (readonly [timer: number, story: StoryState | null])[]
    }

export interface Pace {
  start(): void
  rest(): void
  /** Its process crashed, or an edit set another pace. */
  end(): void
  fire(kind: number, argument: number): void
  save(): PaceState
  /** In place of `start`. */
  restore(state: PaceState): void
}
