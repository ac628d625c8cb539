// Which of several layouts of one drawing is the best to look at, and what can still be mended in it.

import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { GRID, serviceSize } from '#shared/topology/nodeSizes.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import { type Sight, sightOf } from './sight.ts'
import { strainOf } from './strain.ts'

export type Places = ReadonlyMap<string, Position>

export interface Candidate {
  readonly places: Places
  readonly isWrapped: boolean
}

/** What a layout does to the drawing; null: everything stands like that already. */
export type EditFor = (places: Places) => Edit | null

/** Longer than this, by its height, a drawing is broken into lines where that helps; unless it fits on a screen. */
const LONG = 3
const LONG_PX = 1600
/** Places are corners. */
const NODE = serviceSize({ role: 'service' })

/** Whether no other layout could be better to look at. */
export function isGood(topology: Topology, places: Places, editFor: EditFor): boolean {
  if (isLong(places)) return false
  const { sight } = seenAs(topology, { places, isWrapped: false }, editFor)
  return sight.hiddenEdges + sight.clashes === 0
}

/** The first of those that hide the fewest edges; where it is long, one that is broken into lines may do better. */
export function bestPlaces(
  topology: Topology,
  candidates: readonly Candidate[],
  editFor: EditFor,
): Places | null {
  const seen = (isWrapped: boolean) =>
    candidates
      .filter((candidate) => candidate.isWrapped === isWrapped)
      .map((candidate) => seenAs(topology, candidate, editFor))
  const best = leastHidden(seen(false))
  if (!best) return null
  const mended = withoutHiding(topology, best, { editFor, trialsMax: TRIALS_MAX })
  if (!isLong(mended.places)) return mended.places
  const trialsMax = TRIALS_MAX / MENDED_MAX
  const lines = easiest(seen(true))
    .slice(0, MENDED_MAX)
    .map((one) => withoutHiding(topology, one, { editFor, trialsMax }))
  return easiest([...lines, mended])[0]?.places ?? null
}

function isLong(places: Places): boolean {
  const corners = [...places.values()]
  const width = NODE.width + spread(corners.map(({ x }) => x))
  const height = NODE.height + spread(corners.map(({ y }) => y))
  return width > LONG * height && width > LONG_PX
}

function spread(coordinates: readonly number[]): number {
  return coordinates.length === 0 ? 0 : Math.max(...coordinates) - Math.min(...coordinates)
}

interface Seen extends Candidate {
  /** With everything in its place. */
  readonly drawing: Topology
  readonly sight: Sight
}

function seenAs(topology: Topology, candidate: Candidate, editFor: EditFor): Seen {
  const edit = editFor(candidate.places)
  const outcome = edit && applyEdit(topology, edit)
  const drawing = outcome?.ok ? outcome.topology : topology
  return { ...candidate, drawing, sight: sightOf(drawing) }
}

/** Of those that are broken into lines, so many are looked at with their nodes out of the way of edges. */
const MENDED_MAX = 4

/** By so much of the strain, each edge that is hidden adds to it. */
const HIDDEN = 0.5

/** Those in which nothing stands too near first, and of these what is easier to take in. */
function easiest(seen: readonly Seen[]): readonly Seen[] {
  return seen
    .map((one) => ({ one, burden: strainOf(one.drawing) * (1 + HIDDEN * one.sight.hiddenEdges) }))
    .sort((a, b) => a.one.sight.clashes - b.one.sight.clashes || a.burden - b.burden)
    .map(({ one }) => one)
}

function leastHidden(seen: readonly Seen[]): Seen | undefined {
  return seen.reduce<Seen | undefined>(
    (best, next) => (best && !isWorse(best.sight, next.sight) ? best : next),
    undefined,
  )
}

function isWorse(a: Sight, b: Sight): boolean {
  if (a.clashes !== b.clashes) return a.clashes > b.clashes
  return a.hiddenEdges > b.hiddenEdges
}

/** How far a node goes up or down to let an edge pass, the nearest first. */
const STEPS = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((step) => [step * GRID, -step * GRID])
/** Moves that are made, and that are tried. */
const MOVES_MAX = 8
const TRIALS_MAX = 150

interface Mending {
  readonly editFor: EditFor
  readonly trialsMax: number
}

/** Nodes that hide edges make way for them, as long as that helps. */
function withoutHiding(topology: Topology, begun: Seen, { editFor, trialsMax }: Mending): Seen {
  let best = begun
  let trials = 0
  for (let move = 0; move < MOVES_MAX && best.sight.hidden.length > 0; move += 1) {
    const next = [...trialsFrom(best)].find((places) => {
      trials += 1
      if (trials > trialsMax) return false
      return isWorse(best.sight, seenAs(topology, { ...best, places }, editFor).sight)
    })
    if (!next) break
    best = seenAs(topology, { ...best, places: next }, editFor)
  }
  return best
}

function trialsFrom({ places, sight }: Seen): readonly Places[] {
  const nodeIds = [...new Set(sight.hidden.flatMap(({ nodeId, endIds }) => [nodeId, ...endIds]))]
  return STEPS.flatMap((dy) =>
    nodeIds.flatMap((id) => {
      const place = places.get(id)
      return place ? [new Map([...places, [id, { x: place.x, y: place.y + dy }]])] : []
    }),
  )
}
