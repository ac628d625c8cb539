// A drawing under examination: what several rules want to know is worked out once, and only if asked for.

import { type Connections, connectionsOf } from '../analysis/connections.ts'
import { type Load, predictLoad } from '../analysis.ts'
import { edgesOf, type TopologyEdge } from '../edges.ts'
import { type Flow, flowsOf } from '../flows.ts'
import type { Topology } from '../topology.ts'
import type { LintProblem } from './problem.ts'

export class Examined {
  readonly topology: Topology
  #connections: Connections | null = null
  #edges: readonly TopologyEdge[] | null = null
  #flows: ReadonlyMap<string, readonly Flow[]> | null = null
  #load: Load | null = null
  #peakLoad: Load | null = null

  constructor(topology: Topology) {
    this.topology = topology
  }

  get connections(): Connections {
    this.#connections ??= connectionsOf(this.topology)
    return this.#connections
  }

  get edges(): readonly TopologyEdge[] {
    this.#edges ??= edgesOf(this.topology)
    return this.#edges
  }

  /** What may come to a channel, by its id. */
  get flows(): ReadonlyMap<string, readonly Flow[]> {
    this.#flows ??= flowsOf(this.topology)
    return this.#flows
  }

  get load(): Load {
    this.#load ??= predictLoad(this.topology)
    return this.#load
  }

  get peakLoad(): Load {
    this.#peakLoad ??= predictLoad(this.topology, 'peak')
    return this.#peakLoad
  }
}

/** One thing that may be wrong with a drawing. */
export type Rule = (examined: Examined) => readonly LintProblem[]
