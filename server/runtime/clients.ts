// A closed loop: so many clients, each of whom publishes, waits until all that came of it is over, thinks
// for a while, and publishes again.

import type { Arrivals } from '#shared/topology/arrivals.ts'
import { DurationSampler } from '../engine/distributions.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { type Duration, milliseconds, nanoseconds } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import type { Pace, PaceOptions, PaceState } from './pace.ts'
import { durationShape } from './shapes.ts'
import type { Story } from './story.ts'
import type { RuntimeWorld } from './world.ts'

type ClosedLoop = Extract<Arrivals, { kind: 'closedLoop' }>

interface Client {
  /** Of thinking, or of the patience with which it waits. */
  timer: TimerHandle
  story: Story | null
}

/** Kinds of the source's timers and hand-offs; the argument is the client. */
const THOUGHT = 11
const GAVE_UP = 12
const LOOK = 13

/** Between two publications of a client: as many as the highest rate of a source allows. */
const THINK_MIN = nanoseconds(1000)

export class Clients implements Pace {
  readonly #world: RuntimeWorld
  readonly #name: string
  readonly #origin: number
  readonly #entity: EntityIndex
  readonly #publish: () => void
  readonly #thinkTime: DurationSampler
  /** Null: waits for ever. */
  readonly #patience: Duration | null
  readonly #clients: Client[]
  #areResting = true

  constructor(spec: ClosedLoop, { world, name, entity, publish }: PaceOptions) {
    this.#world = world
    this.#name = name
    this.#origin = world.elementOf(name)
    this.#entity = entity
    this.#publish = publish
    this.#thinkTime = new DurationSampler(durationShape(spec.thinkTime))
    this.#patience = spec.timeoutMs === undefined ? null : milliseconds(spec.timeoutMs)
    this.#clients = Array.from({ length: spec.clients }, () => ({ timer: NO_TIMER, story: null }))
  }

  /** Who waits goes on waiting; all others begin with a thought. */
  start(): void {
    this.#areResting = false
    this.#clients.forEach(({ story }, index) => {
      if (!story) this.#think(index)
    })
  }

  /** Who waits goes on waiting, and then does nothing more. */
  rest(): void {
    this.#areResting = true
    for (const client of this.#clients) if (!client.story) this.#cancel(client)
  }

  /** Nobody knows any more what was waited for. */
  end(): void {
    this.#areResting = true
    for (const client of this.#clients) {
      this.#cancel(client)
      client.story = null
    }
    this.#world.stories.forgetAllOf(this.#origin)
  }

  fire(kind: number, index: number): void {
    const client = this.#clients[index]
    if (!client) return
    if (kind === THOUGHT) this.#ask(client, index)
    else if (kind === GAVE_UP) this.#turn(client, index)
    else if (kind === LOOK && client.story?.isOver) this.#turn(client, index)
  }

  save(): PaceState {
    const clients = this.#clients.map(({ timer, story }) => [timer, story?.save() ?? null] as const)
    return { kind: 'closed', areResting: this.#areResting, clients }
  }

  restore(state: PaceState): void {
    if (state.kind !== 'closed') return
    this.#areResting = state.areResting
    state.clients.forEach(([timer, story], index) => {
      const client = this.#clients[index]
      if (!client) return
      client.timer = timer as TimerHandle
      client.story = story && this.#world.stories.restore(story, this.#waiting(index))
    })
  }

  #ask(client: Client, index: number): void {
    client.timer = NO_TIMER
    client.story = this.#world.stories.open(this.#origin, this.#waiting(index), this.#publish)
    if (this.#patience === null) return
    client.timer = this.#world.scheduler.schedule(this.#patience, this.#entity, GAVE_UP, index)
  }

  /** Answered, or out of patience. */
  #turn(client: Client, index: number): void {
    this.#cancel(client)
    if (client.story) this.#world.stories.forget(client.story)
    client.story = null
    if (!this.#areResting) this.#think(index)
  }

  #think(index: number): void {
    const client = this.#clients[index] as Client
    const random = this.#world.random(this.#name, 'think times')
    const duration = Math.max(this.#thinkTime.sample(random), THINK_MIN) as Duration
    client.timer = this.#world.scheduler.schedule(duration, this.#entity, THOUGHT, index)
  }

  #cancel(client: Client): void {
    this.#world.scheduler.cancel(client.timer)
    client.timer = NO_TIMER
  }

  #waiting(index: number) {
    return { entity: this.#entity, kind: LOOK, argument: index }
  }
}
