// A drawing under examination: what several rules want to know is worked out once, and only if asked for.

import { type Connections, connectionsOf } from '../analysis/connections.ts'
import { type Load, predictLoad } from '../analysis.ts'
import { edgesOf as deriveEdges, type TopologyEdge } from '../edges.ts'
import type { Topology } from '../topology.ts'
import type { LintProblem } from './problem.ts'
import { reachedFromSources } from './reached.ts'

/** How what the rules look at is found. Some have found it already. */
export interface Findings {
  readonly edgesOf: (topology: Topology) => readonly TopologyEdge[]
  readonly predictLoad: typeof predictLoad
}

const NOTHING_FOUND: Findings = { edgesOf: deriveEdges, predictLoad }

export class Examined {
  readonly topology: Topology
  readonly #findings: Findings
  #connections: Connections | null = null
  #edges: readonly TopologyEdge[] | null = null
  #reached: ReadonlySet<string> | null = null
  #load: Load | null = null
  #peakLoad: Load | null = null

  constructor(topology: Topology, findings: Findings = NOTHING_FOUND) {
    this.topology = topology
    this.#findings = findings
  }

  get connections(): Connections {
    this.#connections ??= connectionsOf(this.topology)
    return this.#connections
  }

  get edges(): readonly TopologyEdge[] {
    this.#edges ??= this.#findings.edgesOf(this.topology)
    return this.#edges
  }

  /** Ids of services and channels that events of sources can come to, or start from. */
  get reached(): ReadonlySet<string> {
    this.#reached ??= reachedFromSources(this.topology, this.edges)
    return this.#reached
  }

  get load(): Load {
    this.#load ??= this.#findings.predictLoad(this.topology)
    return this.#load
  }

  get peakLoad(): Load {
    this.#peakLoad ??= this.#findings.predictLoad(this.topology, 'peak')
    return this.#peakLoad
  }
}

/** One thing that may be wrong with a drawing. */
export type Rule = (examined: Examined) => readonly LintProblem[]
