// Which of several layouts of one drawing is the best to look at, and what can still be mended in it.

import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { GRID, type Size, serviceSize } from '#shared/topology/nodeSizes.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import type { Breathe } from './breath.ts'
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

export interface Choice {
  readonly editFor: EditFor
  /** What can be seen of a drawing at 100 %. */
  readonly view: Size
  readonly breathe: Breathe
}

/** The first of those that hide the fewest edges; where it is long, one that is broken into lines may do better. */
export async function bestPlaces(
  topology: Topology,
  candidates: readonly Candidate[],
  choice: Choice,
): Promise<Places | null> {
  const seen = (isWrapped: boolean) => {
    const some = candidates.filter((candidate) => candidate.isWrapped === isWrapped)
    return each(some, choice, (candidate) => seenAs(topology, candidate, choice.editFor))
  }
  const best = leastHidden(await seen(false))
  if (!best) return null
  const mended = await withoutHiding(topology, best, { choice, trialsMax: TRIALS_MAX })
  if (!isLong(mended.places)) return mended.places
  const trialsMax = TRIALS_MAX / MENDED_MAX
  const easy = (await easiest(await seen(true), choice)).slice(0, MENDED_MAX)
  const lines: Seen[] = []
  for (const one of easy) lines.push(await withoutHiding(topology, one, { choice, trialsMax }))
  return (await easiest([...lines, mended], choice))[0]?.places ?? null
}

/** One after the other, with time to breathe. */
async function each<Item, Result>(
  items: readonly Item[],
  { breathe }: Choice,
  work: (item: Item) => Result,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const item of items) {
    await breathe()
    results.push(work(item))
  }
  return results
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
async function easiest(seen: readonly Seen[], choice: Choice): Promise<readonly Seen[]> {
  const weighed = await each(seen, choice, (one) => {
    const strain = strainOf(one.drawing, choice.view)
    return { one, burden: strain * (1 + HIDDEN * one.sight.hiddenEdges) }
  })
  return [...weighed]
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
  readonly choice: Choice
  readonly trialsMax: number
}

/** Nodes that hide edges make way for them, as long as that helps. */
async function withoutHiding(
  topology: Topology,
  begun: Seen,
  { choice, trialsMax }: Mending,
): Promise<Seen> {
  let best = begun
  let trials = 0
  for (let move = 0; move < MOVES_MAX && best.sight.hidden.length > 0; move += 1) {
    let better: Seen | null = null
    for (const places of trialsFrom(best)) {
      trials += 1
      if (trials > trialsMax) break
      await choice.breathe()
      const next = seenAs(topology, { ...best, places }, choice.editFor)
      if (!isWorse(best.sight, next.sight)) continue
      better = next
      break
    }
    if (better === null) break
    best = better
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
