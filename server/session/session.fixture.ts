// A session on a clock that a test moves, so that nothing waits.

import { decodeFrame, type Frame } from '#shared/protocol/frame.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { setField } from '#shared/topology/edits.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation, type SimulationOptions } from '../simulation/simulation.ts'
import { Broadcast } from './broadcast.ts'
import type { SessionNews, SessionStart } from './messages.ts'
import { type Clock, Session, type SessionLimits } from './session.ts'

/** While time stands still, work of which a test makes sense is over after a few thousand looks. */
const LOOKS_MAX = 100_000

class HandClock implements Clock {
  #nowMs = 0
  #looks = 0
  /** What a look at the clock costs: work takes time. */
  costMs = 0

  nowMs(): number {
    this.#nowMs += this.costMs
    this.#looks += 1
    // A session that works until the hand moves would hang its test, which is to fail instead.
    if (this.#looks > LOOKS_MAX) throw new Error(ENDLESS)
    return this.#nowMs
  }

  pass(ms: number): void {
    this.#nowMs += ms
    this.#looks = 0
  }
}

const ENDLESS =
  `The session has looked ${LOOKS_MAX} times at a clock that stands still, and works on. What was it to ` +
  'stop at: a breakpoint that is never met?'

/** The hash that every way of running it must come to. */
export function historyHash(options: SimulationOptions, untilNs: number): string {
  const simulation = new Simulation(options)
  simulation.advance(untilNs)
  return simulation.hash()
}

export function startOf(topology: Topology, start: Partial<SessionStart> = {}): SessionStart {
  return { topology, seed: 7, speed: 1, recipe: null, generation: 0, ...start }
}

/** So much comes in that most of it waits, and memory fills up. */
export function busyTopology(): Topology {
  const rate = ['services', 'shop', 'sources', 'placed', 'arrivals', 'ratePerSecond']
  const outcome = applyEdit(exampleTopology(), setField(rate, 20_000, 'Set rate'))
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.topology
}

export class SessionDriver {
  readonly clock = new HandClock()
  readonly session: Session
  readonly broadcast: Broadcast
  readonly news: SessionNews[] = []

  constructor(start: SessionStart, limits: SessionLimits = {}) {
    this.session = new Session(start, this.clock, limits)
    this.broadcast = new Broadcast(this.session, this.clock, (news) => this.news.push(news))
  }

  /** Lets real time pass, with the work that falls due. */
  live(ms: number): void {
    const endMs = this.clock.nowMs() + ms
    while (this.clock.nowMs() < endMs) {
      const restMs = this.session.tick()
      this.broadcast.flush()
      if (restMs === null) this.clock.pass(endMs - this.clock.nowMs())
      else this.clock.pass(Math.min(Math.max(restMs, 1), endMs - this.clock.nowMs()))
    }
  }

  /** Works until nothing is due. */
  settle(): void {
    while (this.session.tick() !== null) this.broadcast.flush()
    this.broadcast.flush()
  }

  get frames(): readonly Frame[] {
    return this.news.flatMap((news) => {
      const frame = 'bytes' in news ? decodeFrame(news.bytes) : null
      return frame ? [frame] : []
    })
  }

  get kinds(): readonly string[] {
    return this.news.map(({ kind }) => kind)
  }
}
