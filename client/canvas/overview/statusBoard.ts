// How every service and channel of a large drawing is doing. Read in turns, so that no frame has to
// wait for all of them.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { LiveStore, Unsubscribe } from '../../store/live/liveStore.ts'
import type { Draft } from '../canvasNodes.ts'
import type { BindingRow } from '../channelRows.ts'
import { channelStatus, isGrowing, type Status, serviceStatus } from '../live/status.ts'
import { fanOutStatus } from '../nodes/nodeReadings.ts'

export type BoardFigures = Pick<LiveStore, 'figure' | 'rate' | 'history'>
export type BoardChange = 'nodes' | 'edges'
type Listener = (change: BoardChange) => void

/** In one reading. */
const READ_MAX = 250

export class StatusBoard {
  readonly #statuses = new Map<string, Status>()
  readonly #behind = new Set<string>()
  #drafts: readonly Draft[] = []
  #edges: readonly TopologyEdge[] = []
  #nextDraft = 0
  #nextEdge = 0
  /** Somebody has listened to the statuses of a drawing. */
  #isRead = false
  readonly #live: BoardFigures & Pick<LiveStore, 'subscribe'>
  readonly #listeners = new Set<Listener>()
  #stop: Unsubscribe | null = null

  constructor(live: BoardFigures & Pick<LiveStore, 'subscribe'>) {
    this.#live = live
  }

  /** The drawing has changed; what stays keeps its status until it is read again. */
  setDrawing(drafts: ReadonlyMap<string, Draft>, edges: readonly TopologyEdge[]): void {
    this.#drafts = [...drafts.values()]
    this.#edges = edges.filter(({ kind }) => kind === 'subscription')
    for (const id of this.#statuses.keys()) if (!drafts.has(id)) this.#statuses.delete(id)
    this.#behind.clear()
    if (this.#isRead || this.#stop === null) return
    this.#isRead = true
    this.#inform(this.read(Number.POSITIVE_INFINITY))
  }

  /** Reads as often as figures change, as long as anybody listens; begins with all there is. */
  subscribe(listener: Listener): Unsubscribe {
    if (this.#stop === null) this.read(Number.POSITIVE_INFINITY)
    this.#stop ??= this.#live.subscribe(() => this.#inform(this.read()))
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#stop?.()
      this.#stop = null
    }
  }

  statusOf(nodeId: string): Status {
    return this.#statuses.get(nodeId) ?? 'idle'
  }

  /** Consumers that do not keep up with what waits for them. */
  isBehind(edgeId: string): boolean {
    return this.#behind.has(edgeId)
  }

  /** Reads on from where it stopped, and says what is not as it was; null: nothing. */
  read(readMax = READ_MAX): BoardChange | null {
    let changed = false
    let edgesChanged = false
    for (let count = Math.min(readMax, this.#drafts.length); count > 0; count -= 1) {
      this.#nextDraft = (this.#nextDraft + 1) % this.#drafts.length
      changed = this.#readNode(this.#drafts[this.#nextDraft]) || changed
    }
    for (let count = Math.min(readMax, this.#edges.length); count > 0; count -= 1) {
      this.#nextEdge = (this.#nextEdge + 1) % this.#edges.length
      edgesChanged = this.#readEdge(this.#edges[this.#nextEdge]) || edgesChanged
    }
    if (edgesChanged) return 'edges'
    return changed ? 'nodes' : null
  }

  #inform(change: BoardChange | null): void {
    if (change !== null) for (const listener of this.#listeners) listener(change)
  }

  #readNode(draft: Draft | undefined): boolean {
    if (!draft) return false
    const status = statusOf(this.#live, draft)
    if (status === this.statusOf(draft.id)) return false
    this.#statuses.set(draft.id, status)
    return true
  }

  #readEdge(edge: TopologyEdge | undefined): boolean {
    const name = edge?.elements[0]
    if (!edge || name === undefined) return false
    const behind = isGrowing(this.#live, name, 'delivered')
    if (behind === this.#behind.has(edge.id)) return false
    if (behind) this.#behind.add(edge.id)
    else this.#behind.delete(edge.id)
    return true
  }
}

function statusOf(figures: BoardFigures, { id, type, data }: Draft): Status {
  if ('service' in data) return serviceStatus(figures, id)
  if (type !== 'rabbitExchange' && type !== 'snsTopic') return channelStatus(figures, id)
  const rows = data.rows as readonly BindingRow[]
  return fanOutStatus(
    figures,
    id,
    rows.map(({ bindingId }) => bindingId),
  )
}
