// Solves the traffic equations: what comes in, plus what the streams before lead to.

import { componentsOf } from './components.ts'
import { type Cycle, heaviestCycle, type Loop, settledRates } from './cycles.ts'
import type { Vertex } from './traffic.ts'

export interface Rates {
  /** Events per second, by stream; infinite behind a cycle that amplifies. */
  readonly perSecond: readonly number[]
  /** Cycles in which one event comes back as one or more. */
  readonly amplifying: readonly Cycle[]
}

/** A cycle on which exactly one event comes back never settles either; figures have rounding errors. */
const AMPLIFIES_FROM = 1 - 1e-9

export function ratesOf(vertices: readonly Vertex[]): Rates {
  const perSecond = vertices.map(({ inflow }) => inflow)
  const amplifying: Cycle[] = []
  for (const component of componentsOf(vertices)) {
    const loop = { vertices, members: new Set(component) }
    if (isLoop(loop)) {
      const cycle = heaviestCycle(loop)
      if (cycle.gain >= AMPLIFIES_FROM) amplifying.push(cycle)
      settle(loop, perSecond, cycle)
    }
    passOn(loop, perSecond)
  }
  return { perSecond, amplifying }
}

function isLoop({ vertices, members }: Loop): boolean {
  return [...members].some((index) => vertices[index]?.links.some(({ to }) => members.has(to)))
}

function settle(loop: Loop, perSecond: number[], { gain }: Cycle): void {
  const inflows = new Map([...loop.members].map((index) => [index, perSecond[index] ?? 0]))
  const flows = [...inflows.values()].some((rate) => rate > 0)
  if (!flows) return
  if (gain >= AMPLIFIES_FROM) for (const index of loop.members) perSecond[index] = Infinity
  else for (const [index, rate] of settledRates(loop, inflows)) perSecond[index] = rate
}

function passOn({ vertices, members }: Loop, perSecond: number[]): void {
  for (const index of members) {
    const rate = perSecond[index] ?? 0
    if (rate === 0) continue
    for (const { to, gain } of vertices[index]?.links ?? [])
      if (!members.has(to)) perSecond[to] = (perSecond[to] ?? 0) + rate * gain
  }
}
