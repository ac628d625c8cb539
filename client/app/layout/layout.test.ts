import { readFileSync } from 'node:fs'
import ELK from 'elkjs/lib/elk.bundled.js'
import { describe, expect, it } from 'vitest'
import { tidyEdit, tidying } from '#shared/topology/arrangeEdit.ts'
import { type GraphNode, layoutGraph, placesIn } from '#shared/topology/arrangeGraph.ts'
import { parseTopology } from '#shared/topology/parse.ts'
import { kafka, output, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { edited } from '#shared/topology/topology.fixture.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import { boxesOf } from '../../canvas/canvasNodes.ts'
import { edgesOf, shownEdgesOf } from '../../store/selectors.ts'
import { bestPlaces, isGood } from './choose.ts'
import { sightOf } from './sight.ts'
import { inWay, waysFor } from './ways.ts'

describe('sightOf', () => {
  it('finds edges that pass behind a node which is not theirs', () => {
    const aside = placed(chain(3), { n2: { x: 600, y: 200 } })
    const between = placed(aside, { n2: { x: 300, y: 0 }, n1: { x: 600, y: 0 } })

    expect(sightOf(aside)).toMatchObject({ hiddenEdges: 0, clashes: 0 })
    expect(sightOf(between)).toMatchObject({
      hiddenEdges: 1,
      hidden: [{ edgeId: 'publish:n0:n1', nodeId: 'n2', endIds: ['n0', 'n1'] }],
    })
  })

  it('finds what stands too near, and in the frame of others', () => {
    const near = placed(chain(2), { n1: { x: 170, y: 0 } })
    const frame = { name: 'Others', x: 280, y: -60, width: 240, height: 300 }
    const layout = { ...chain(2).layout, contexts: { others: frame } }

    expect(sightOf(near).clashes).toBe(1)
    expect(sightOf(chain(2)).clashes).toBe(0)
    expect(sightOf({ ...chain(2), layout }).clashes).toBe(1)
  })
})

describe('bestPlaces', () => {
  it('lets a node make way for an edge, by as little as that takes', () => {
    const topology = { ...chain(3), layout: { ...chain(3).layout, nodes: {} } }
    const places = new Map([
      ['n0', { x: 0, y: 0 }],
      ['n2', { x: 300, y: 60 }],
      ['n1', { x: 600, y: 0 }],
    ])
    const { editFor } = plan(topology)

    const best = bestPlaces(topology, [{ places, isWrapped: false }], editFor)

    expect(isGood(topology, places, editFor)).toBe(false)
    expect(best?.get('n2')).toEqual({ x: 300, y: 80 })
    expect(best && isGood(topology, best, editFor)).toBe(true)
  })

  it('breaks a long chain into rows, each edge between two rows seen', async () => {
    const topology = chain(20)

    const tidied = await tidy(topology)

    const { width, height } = extentOf(tidied)
    expect(width / height).toBeLessThan(3)
    expect(sightOf(tidied)).toMatchObject({ hiddenEdges: 0, clashes: 0 })
    expect(await tidy(tidied)).toEqual(tidied)
  })

  it('leaves a short chain in one row', async () => {
    const { height } = extentOf(await tidy(chain(5)))

    expect(height).toBeLessThan(200)
  })

  it.each(['order-to-cash', 'shop-saga', 'iot-telemetry'])('hides no edge of %s', async (id) => {
    const tidied = await tidy(example(id))

    expect(sightOf(tidied)).toMatchObject({ hiddenEdges: 0, clashes: 0 })
  })
})

/** As the page does it, with ELK in this thread. */
async function tidy(topology: Topology): Promise<Topology> {
  const { graph, editFor } = plan(topology)
  const elk = new ELK()
  const candidates = []
  for (const way of waysFor(graph)) {
    const one = structuredClone(inWay(graph, way)) as Parameters<typeof elk.layout>[0]
    const laid = (await elk.layout(one)) as GraphNode
    candidates.push({ places: placesIn(laid), isWrapped: way.isWrapped })
  }
  const best = bestPlaces(topology, candidates, editFor)
  const edit = best && editFor(best)
  return edit ? edited(topology, edit) : topology
}

function plan(topology: Topology) {
  const boxes = boxesOf({ topology, edges: shownEdgesOf(topology) })
  const tidied = tidying(topology, [], {
    edges: edgesOf(topology),
    sizeOf: (id) => boxes.get(id) ?? { width: 0, height: 0 },
  })
  if (!tidied) throw new Error('There is something to tidy.')
  const editFor = (places: ReadonlyMap<string, Position>) => tidyEdit(topology, tidied, places)
  return { graph: layoutGraph(topology, tidied.parts), editFor }
}

/** Services and topics in turn, 300 apart. */
function chain(length: number): Topology {
  const ids = Array.from({ length }, (_, index) => `n${index}`)
  const isTopic = (id: string) => Number(id.slice(1)) % 2 === 1
  const outputs = (index: number) => (index + 1 < length ? { o: output(`n${index + 1}`) } : {})
  const services = ids.flatMap((id, index) => {
    if (isTopic(id)) return []
    return [[id, index === 0 ? shop('n1') : worker([`s${index}`], { outputs: outputs(index) })]]
  })
  const readers = ids.flatMap((id, index) =>
    index > 0 && !isTopic(id) ? [[`s${index}`, kafka(`n${index - 1}`, id)]] : [],
  )
  const topology = sketch({
    services: Object.fromEntries(services),
    channels: Object.fromEntries(
      ids.filter(isTopic).map((id) => [id, { kind: 'kafkaTopic', partitions: 3 }]),
    ),
    subscriptions: Object.fromEntries(readers),
  })
  return placed(
    topology,
    Object.fromEntries(ids.map((id, index) => [id, { x: 300 * index, y: 0 }])),
  )
}

function placed(topology: Topology, nodes: Readonly<Record<string, Position>>): Topology {
  const { layout } = topology
  return { ...topology, layout: { ...layout, nodes: { ...layout.nodes, ...nodes } } }
}

function extentOf(topology: Topology) {
  const places = Object.values(topology.layout.nodes)
  const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values)
  return {
    width: spread(places.map(({ x }) => x)) + 160,
    height: spread(places.map(({ y }) => y)) + 120,
  }
}

function example(id: string): Topology {
  const path = new URL(`../../../examples/${id}.json`, import.meta.url)
  const parsed = parseTopology(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.ok) throw new Error(`The example ${id} is sound.`)
  return parsed.topology
}
