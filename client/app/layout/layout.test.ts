import { readFileSync } from 'node:fs'
import ELK from 'elkjs/lib/elk.bundled.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tidyEdit, tidying } from '#shared/topology/arrangeEdit.ts'
import { type GraphNode, layoutGraph } from '#shared/topology/arrangeGraph.ts'
import { parseTopology } from '#shared/topology/parse.ts'
import { hullOf } from '#shared/topology/rectangles.ts'
import { kafka, output, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { edited } from '#shared/topology/topology.fixture.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import { boxesOf } from '../../canvas/canvasNodes.ts'
import { edgesOf, shownEdgesOf } from '../../store/selectors.ts'
import { bestPlaces, type Choice, type EditFor, isGood } from './choose.ts'
import { sightOf } from './sight.ts'
import { candidatesOf, inWay, waysFor } from './ways.ts'

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
  it('lets a node make way for an edge, by as little as that takes', async () => {
    const topology = { ...chain(3), layout: { ...chain(3).layout, nodes: {} } }
    const places = new Map([
      ['n0', { x: 0, y: 0 }],
      ['n2', { x: 300, y: 60 }],
      ['n1', { x: 600, y: 0 }],
    ])
    const { editFor } = plan(topology)

    const best = await bestPlaces(topology, [{ places, isWrapped: false }], choice(editFor))

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
    const tidied = await tidiedExample(id)

    expect(sightOf(tidied)).toMatchObject({ hiddenEdges: 0, clashes: 0 })
  })

  it.each(['order-to-cash', 'card-fraud', 'iot-telemetry'])(
    'leaves no context of %s in a long row, and is content with that',
    async (id) => {
      const tidied = await tidiedExample(id)

      const boxes = boxesOf({ topology: tidied, edges: shownEdgesOf(tidied) })
      const hull = hullOf([...boxes.values(), ...Object.values(tidied.layout.contexts)])
      const { width = 0, height = 0 } = hull ?? {}
      expect(width).toBeLessThan(3 * height)
      expect(width).toBeLessThan(2000)
      expect(strayed(tidied)).toEqual([])
      expect(await tidy(tidied)).toEqual(tidied)
    },
  )

  it('keeps what is in a context together and clear of the others, whatever is drawn', async () => {
    await fc.assert(
      fc.asyncProperty(anyFramed(), async (topology) => {
        const tidied = await tidy(topology)

        expect(sightOf(tidied).clashes).toBe(0)
        expect(strayed(tidied)).toEqual([])
      }),
      { numRuns: 8 },
    )
  })
})

/** Members that are not well inside of their frame: 20 from its line, and as far from the name, which takes 40. */
function strayed(topology: Topology): readonly string[] {
  const { nodes, contexts } = topology.layout
  const boxes = boxesOf({ topology, edges: shownEdgesOf(topology) })
  return Object.entries(nodes).flatMap(([id, { contextId = '' }]) => {
    const [frame, box] = [contexts[contextId], boxes.get(id)]
    if (!frame || !box) return []
    const isInside =
      box.x - frame.x >= 20 &&
      box.y - frame.y >= 60 &&
      frame.x + frame.width - (box.x + box.width) >= 20 &&
      frame.y + frame.height - (box.y + box.height) >= 20
    return isInside ? [] : [id]
  })
}

/** Two to five contexts, each with a chain of its own that some other event starts; some nodes stand alone. */
function anyFramed(): fc.Arbitrary<Topology> {
  const part = fc.record({
    length: fc.integer({ min: 1, max: 7 }),
    isFramed: fc.boolean(),
    reads: fc.nat({ max: 4 }),
  })
  return fc
    .array(part, { minLength: 2, maxLength: 5 })
    .map((parts) =>
      chains(parts.map((one, index) => ({ ...one, isFramed: one.isFramed || index === 0 }))),
    )
}

interface Part {
  readonly length: number
  readonly isFramed: boolean
  /** Which of the parts before starts it. */
  readonly reads: number
}

/** Services that read one topic and write the next. */
function chains(parts: readonly Part[]): Topology {
  const links = parts.flatMap(({ length, isFramed, reads }, part) =>
    Array.from({ length }, (_, n) => ({
      id: `p${part}s${n}`,
      next: `p${part}t${n}`,
      from: n > 0 ? `p${part}t${n - 1}` : part > 0 ? `p${reads % part}t0` : null,
      place: { x: 0, y: 0, ...(isFramed ? { contextId: `p${part}` } : {}) },
    })),
  )
  const { layout, ...topology } = sketch({
    services: Object.fromEntries(
      links.map(({ id, next, from }) => [
        id,
        from ? worker([`r${id}`], { outputs: { o: output(next) } }) : shop(next),
      ]),
    ),
    channels: Object.fromEntries(
      links.map(({ next }) => [next, { kind: 'kafkaTopic', partitions: 3 }]),
    ),
    subscriptions: Object.fromEntries(
      links.flatMap(({ id, from }) => (from ? [[`r${id}`, kafka(from, id)]] : [])),
    ),
  })
  const nodes = Object.fromEntries(
    links.flatMap(({ id, next, place }) => [id, next].map((key) => [key, place])),
  )
  const contexts = parts.flatMap(({ isFramed }, part) =>
    isFramed ? [[`p${part}`, { name: `Part ${part}`, x: 0, y: 0, width: 200, height: 200 }]] : [],
  )
  return { ...topology, layout: { ...layout, nodes, contexts: Object.fromEntries(contexts) } }
}

/** As the page does it, with ELK in this thread. */
async function tidy(topology: Topology): Promise<Topology> {
  const { graph, editFor } = plan(topology)
  const elk = new ELK()
  const ways = waysFor(graph)
  const laid: GraphNode[] = []
  for (const way of ways) {
    const one = structuredClone(inWay(graph, way)) as Parameters<typeof elk.layout>[0]
    laid.push((await elk.layout(one)) as GraphNode)
  }
  const best = await bestPlaces(topology, candidatesOf(ways, laid, VIEW), choice(editFor))
  const edit = best && editFor(best)
  return edit ? edited(topology, edit) : topology
}

/** What a usual window shows between its panels. */
const VIEW = { width: 1100, height: 620 }

function choice(editFor: EditFor): Choice {
  return { editFor, view: VIEW, breathe: async () => {} }
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

const tidiedExamples = new Map<string, Promise<Topology>>()

/** Worked out once. */
function tidiedExample(id: string): Promise<Topology> {
  const tidied = tidiedExamples.get(id) ?? tidy(example(id))
  tidiedExamples.set(id, tidied)
  return tidied
}

function example(id: string): Topology {
  const path = new URL(`../../../examples/${id}.json`, import.meta.url)
  const parsed = parseTopology(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.ok) throw new Error(`The example ${id} is sound.`)
  return parsed.topology
}
