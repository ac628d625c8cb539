// Outputs of a handler of which one occurs at most: one draw decides for all of them.

import type { Random } from '../engine/random.ts'
import type { RuntimeWorld } from './world.ts'

const NOT_DRAWN = Infinity

export class ExclusiveGroup {
  readonly #world: RuntimeWorld
  readonly #handlerName: string
  readonly #name: string
  #random: Random | null = null
  /** Of this handling's draw: each output that is asked for takes its share off. */
  #rest = NOT_DRAWN

  constructor(world: RuntimeWorld, handlerName: string, name: string) {
    this.#world = world
    this.#handlerName = handlerName
    this.#name = name
  }

  /** Another handling, another draw. */
  begin(): void {
    this.#rest = NOT_DRAWN
  }

  /** Whether the draw falls into the share of the output whose turn it is. */
  falls(probability: number): boolean {
    const rest = this.#rest === NOT_DRAWN ? this.#draw() : this.#rest
    this.#rest = rest - probability
    return rest >= 0 && rest < probability
  }

  #draw(): number {
    this.#random ??= this.#world.random(this.#handlerName, `group ${this.#name}`)
    return this.#random.fraction()
  }
}
