// Brings the drawing, or what is selected of it, into order: columns from left to right, frames kept
// together, in one step of undo.

import { arranged } from '#shared/topology/arrange.ts'
import { type Tidied, tidyEdit, tidying } from '#shared/topology/arrangeEdit.ts'
import { layoutGraph, placesIn } from '#shared/topology/arrangeGraph.ts'
import { chosenNodeIds } from '#shared/topology/excerpt.ts'
import type { Size } from '#shared/topology/nodeSizes.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { boxesOf } from '../../canvas/canvasNodes.ts'
import { designerStore } from '../../store/designerStore.ts'
import { edgesOf, shownEdgesOf } from '../../store/selectors.ts'
import { beginTask } from '../tasks/taskStore.ts'
import { breathing } from './breath.ts'
import { bestPlaces, isGood, type Places } from './choose.ts'
import { layOut } from './elk.ts'
import { glide } from './glide.ts'
import { candidatesOf, inWay, waysFor } from './ways.ts'

const TIMEOUT_MS = 10_000
/** Of a small drawing, other ways to lay it out are looked at for so long. */
const OTHERS_MS = 1000
const SMALL_NODES = 150
/** In pixels: for less, nothing could be laid out well. */
const VIEW_MIN = 300

export async function tidy(): Promise<void> {
  const before = designerStore.getState()
  const { topology, selectedNodeIds, selectedContextIds, notify } = before
  const chosen = { nodeIds: selectedNodeIds, contextIds: selectedContextIds }
  const boxes = boxesOf({ topology, edges: shownEdgesOf(topology) })
  const sizeOf = (canvasId: string) => {
    const { width = 0, height = 0 } = boxes.get(canvasId) ?? {}
    return { width, height }
  }
  const tidied = tidying(topology, chosenNodeIds(topology, chosen), {
    edges: edgesOf(topology),
    sizeOf,
  })
  if (tidied === null) return notify({ tone: 'info', text: 'There is too little to tidy.' })
  const places = await placesFor(topology, tidied)
  if (places === null) return
  // Somebody may have changed the drawing meanwhile, or opened another one: a copy has the same ids.
  const { topologyId, topology: now, edit } = designerStore.getState()
  if (topologyId !== before.topologyId) return
  const change = tidyEdit(now, tidied, places)
  if (change === null) return notify({ tone: 'info', text: 'Everything stands in order already.' })
  glide()
  edit(change)
}

/** Null: it was stopped, or a notice says what went wrong. */
async function placesFor(topology: Topology, tidied: Tidied): Promise<Places | null> {
  const task = beginTask(tidied.label)
  try {
    return await laidOut({ topology, tidied, signal: task.signal })
  } catch (error) {
    if (task.signal.aborted) return null
    throw error
  } finally {
    task.end()
  }
}

interface Tidying {
  readonly topology: Topology
  readonly tidied: Tidied
  readonly signal: AbortSignal
}

async function laidOut({ topology, tidied, signal }: Tidying): Promise<Places | null> {
  const { notify } = designerStore.getState()
  const graph = layoutGraph(topology, tidied.parts)
  const isLarge = tidied.parts.nodeIds.length > SMALL_NODES
  const ways = waysFor(graph).slice(0, isLarge ? 1 : undefined)
  const [first = graph, ...others] = ways.map((way) => inWay(graph, way))
  const editFor = (places: Places) => tidyEdit(topology, tidied, places)
  const outcome = await layOut(first, others, {
    signal,
    timeoutMs: TIMEOUT_MS,
    othersMs: OTHERS_MS,
    isEnough: (laid) => isGood(topology, placesIn(laid), editFor),
  })
  switch (outcome.kind) {
    case 'laid': {
      const view = canvasSize()
      const candidates = candidatesOf(ways, outcome.graphs, view)
      return bestPlaces(topology, candidates, { editFor, view, breathe: breathing(signal) })
    }
    case 'cancelled':
      return null
    case 'late': {
      const text = `The drawing is too large to lay it out with care in ${TIMEOUT_MS / 1000} seconds. Its nodes stand in plain columns instead.`
      notify({ tone: 'warning', text })
      return columnPlaces(topology)
    }
    case 'failed':
      notify({ tone: 'error', text: `The drawing could not be tidied. ${outcome.reason}` })
      return null
  }
}

/** Between the panels, as they are now. */
function canvasSize(): Size {
  const { clientWidth = 0, clientHeight = 0 } = document.querySelector('.canvas') ?? {}
  return { width: Math.max(clientWidth, VIEW_MIN), height: Math.max(clientHeight, VIEW_MIN) }
}

function columnPlaces(topology: Topology): Places {
  return new Map(Object.entries(arranged(topology).layout.nodes))
}
