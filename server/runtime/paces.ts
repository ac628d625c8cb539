// The two paces of a source: an arrival process that nothing holds up, and a closed loop of clients.

import type { Arrivals } from '#shared/topology/arrivals.ts'
import { type ArrivalProcess, arrivalProcess } from '../engine/arrivalProcess.ts'
import type { Random } from '../engine/random.ts'
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
  readonly #options: PaceOptions
  readonly #process: ArrivalProcess
  #gaps: Random | null = null
  #timer: TimerHandle = NO_TIMER

  constructor(arrivals: Exclude<Arrivals, { kind: 'closedLoop' }>, options: PaceOptions) {
    this.#options = options
    const { world, name } = options
    this.#process = arrivalProcess(arrivalShape(arrivals), {
      gaps: () => {
        this.#gaps ??= world.random(name, 'arrivals')
        return this.#gaps
      },
      phases: () => world.random(name, 'bursts'),
    })
  }

  start(): void {
    this.#process.begin(this.#options.world.scheduler.now)
    this.#awaitNext()
  }

  rest(): void {
    this.#options.world.scheduler.cancel(this.#timer)
    this.#timer = NO_TIMER
  }

  end(): void {
    this.rest()
  }

  fire(): void {
    if (this.#process.brings) this.#options.publish()
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
    const { world, entity } = this.#options
    const delay = this.#process.next(world.scheduler.now)
    this.#timer = delay === null ? NO_TIMER : world.scheduler.schedule(delay, entity, ARRIVAL, 0)
  }
}
