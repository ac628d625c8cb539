// Solves the traffic equations: what comes in, plus what the streams before lead to.

import { componentsOf } from './components.ts'
import { heaviestCycle } from './cycles.ts'
import { iterated } from './iteration.ts'
import { isEndless, type Loop, reduced } from './reduction.ts'
import type { Vertex } from './traffic.ts'

export interface Cycle {
  /** The streams that it leads through, from one back to it. */
  readonly indices: readonly number[]
  /** How many events one event at the first comes back as, by whatever way; may be infinite. */
  readonly gain: number
}

export interface Rates {
  /** Events per second, by stream; infinite behind a cycle that amplifies. */
  readonly perSecond: readonly number[]
  /** Cycles on which one event comes back as one or more. */
  readonly amplifying: readonly Cycle[]
  /** True where a loop was too large to be solved exactly. */
  readonly assumed: boolean
}

export function ratesOf(vertices: readonly Vertex[]): Rates {
  const perSecond = vertices.map(({ inflow }) => inflow)
  const amplifying: Cycle[] = []
  let assumed = false
  for (const component of componentsOf(vertices)) {
    const loop = { vertices, members: new Set(component) }
    if (isLoop(loop)) {
      const settled = settle(loop, perSecond)
      assumed ||= settled.assumed
      if (isEndless(settled.cycle.gain)) amplifying.push(settled.cycle)
    }
    passOn(loop, perSecond)
  }
  return { perSecond, amplifying, assumed }
}

function isLoop({ vertices, members }: Loop): boolean {
  return [...members].some((index) => vertices[index]?.links.some(({ to }) => members.has(to)))
}

interface Settled {
  readonly cycle: Cycle
  readonly assumed: boolean
}

/** Writes the rates of the loop. */
function settle(loop: Loop, perSecond: number[]): Settled {
  const { members } = loop
  const indices = heaviestCycle(loop)
  const inflowOf = (index: number) => perSecond[index] ?? 0
  const solved = reduced(loop, { start: indices[0] ?? 0, inflowOf })
  const { gain, rates } = solved ?? iterated(loop, indices.length, inflowOf)
  const isFed = [...members].some((index) => inflowOf(index) > 0)
  if (isFed) for (const index of members) perSecond[index] = rates?.get(index) ?? Infinity
  return { cycle: { indices, gain }, assumed: solved === null }
}

function passOn({ vertices, members }: Loop, perSecond: number[]): void {
  for (const index of members) {
    const rate = perSecond[index] ?? 0
    if (rate === 0) continue
    for (const { to, gain } of vertices[index]?.links ?? [])
      if (!members.has(to)) perSecond[to] = (perSecond[to] ?? 0) + rate * gain
  }
}
