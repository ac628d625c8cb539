// The two paces of a source: an arrival process that nothing holds up, and a closed loop of clients.

import type { Arrivals } from '#shared/topology/arrivals.ts'
import { type ArrivalProcess, arrivalProcess } from '../engine/arrivalProcess.ts'
import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { arrivalShape } from './arrivalShapes.ts'
import { Clients } from './clients.ts'
import type { Pace, PaceOptions, PaceState } from './pace.ts'

export function paceOf(arrivals: Arrivals, options: PaceOptions): Pace {
  return arrivals.kind === 'closedLoop'
    ? new Clients(arrivals, options)
    : new OpenPace(arrivals, options)
}

/** Kind of its timer. */
const ARRIVAL = 10

class OpenPace implements Pace {
  readonly #scheduler: Scheduler
  readonly #entity: EntityIndex
  readonly #publish: () => void
  readonly #process: ArrivalProcess
  #timer: TimerHandle = NO_TIMER

  constructor(arrivals: Exclude<Arrivals, { kind: 'closedLoop' }>, options: PaceOptions) {
    const { world, name } = options
    this.#scheduler = world.scheduler
    this.#entity = options.entity
    this.#publish = options.publish
    this.#process = arrivalProcess(arrivalShape(arrivals), {
      gaps: () => world.random(name, 'arrivals'),
      phases: () => world.random(name, 'bursts'),
    })
  }

  start(): void {
    this.#process.begin(this.#scheduler.now)
    this.#awaitNext()
  }

  rest(): void {
    this.#scheduler.cancel(this.#timer)
    this.#timer = NO_TIMER
  }

  end(): void {
    this.rest()
  }

  fire(): void {
    if (this.#process.brings) this.#publish()
    this.#awaitNext()
  }

  save(): PaceState {
    return { kind: 'open', timer: this.#timer, process: this.#process.save() }
  }

  restore(state: PaceState): void {
    if (state.kind !== 'open') return
    this.#timer = state.timer as TimerHandle
    this.#process.restore(state.process)
  }

  #awaitNext(): void {
    const scheduler = this.#scheduler
    const delay = this.#process.next(scheduler.now)
    this.#timer = delay === null ? NO_TIMER : scheduler.schedule(delay, this.#entity, ARRIVAL, 0)
  }
}
