import { describe, expect, it } from 'vitest'
import { edgesOf } from '#shared/topology/edges.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { shownEdgesOf } from '../../store/selectors.ts'
import { boxesOf } from '../canvasNodes.ts'
import { fakeFigures } from '../live/testFigures.ts'
import { routesOf } from '../routes.ts'
import { inkOf, inksOf, mixed } from './inks.ts'
import { type Depicted, sceneOf } from './scene.ts'
import type { Shape, TextShape } from './shapes.ts'
import { svgText } from './svg.ts'

const HOSTILE = `"><script>alert(1)</script><image href="x" onload='y'/>&\u0000\u202e`

describe('sceneOf', () => {
  it('keeps every text of a node inside of its box, clear of the others', () => {
    const topology = spread(exampleTopology())
    const boxes = boxesOf({ topology, edges: edgesOf(topology) })
    const scene = sceneOf(depicted(topology, { figures: busy(topology) }))

    const nodes = scene.shapes.flatMap((shape) =>
      shape.kind === 'group' ? [textsIn(shape.shapes)] : [],
    )

    expect(nodes).toHaveLength(boxes.size)
    for (const texts of nodes) {
      expect(texts.filter((text) => ![...boxes.values()].some((box) => lies(text, box)))).toEqual(
        [],
      )
      expect(pairs(texts).filter(([a, b]) => touch(a, b))).toEqual([])
    }
  })

  it('shows all of the drawing, with its name and the names of its events', () => {
    const topology = spread(exampleTopology())
    const scene = sceneOf(depicted(topology, {}))

    const texts = textsIn(scene.shapes).map(({ text }) => text)
    expect(texts).toEqual(expect.arrayContaining(['Example', 'OrderPlaced', 'PaymentTaken']))
    for (const { x, y, width, height } of boxesOf({ topology, edges: [] }).values()) {
      expect(x).toBeGreaterThan(scene.x)
      expect(y).toBeGreaterThan(scene.y)
      expect(x + width).toBeLessThan(scene.x + scene.width)
      expect(y + height).toBeLessThan(scene.y + scene.height)
    }
  })

  it('sums up a collapsed context as the canvas does', () => {
    const topology = collapsed(spread(exampleTopology()), ['payments', 'paid', 'ledger-queue'])
    const edges = shownEdgesOf(topology)
    const figures = fakeFigures({
      'channels/paid': { waiting: 40 },
      'channels/ledger-queue': { waiting: 2 },
      'subscriptions/payments-placed': { 'acknowledged/s': 12, 'delivered/s': 12 },
    })

    const scene = sceneOf(depicted(topology, { edges, figures }))

    const group = scene.shapes.find(
      (shape) => shape.kind === 'group' && shape.label === 'Money, context',
    )
    const texts = group?.kind === 'group' ? textsIn(group.shapes) : []
    const words = texts.map(({ text }) => text).join(' ')
    expect(words).toBe('Money 1 service, 2 channels 12 /s in Out – Waiting inside 42')
    const box = boxesOf({ topology, edges }).get(canvasIds.context('money'))
    expect(texts.filter((text) => !(box && lies(text, box)))).toEqual([])
    expect(pairs(texts).filter(([a, b]) => touch(a, b))).toEqual([])
  })

  it('says the moment of a run', () => {
    const scene = sceneOf(depicted(exampleTopology(), { moment: '00:01:00.000, paused' }))

    expect(textsIn(scene.shapes).map(({ text }) => text)).toContain('00:01:00.000, paused')
  })

  it('makes a picture of an empty drawing', () => {
    const { width, height } = sceneOf(depicted(emptyTopology('Nothing yet'), {}))

    expect([width > 0, height > 0]).toEqual([true, true])
  })
})

describe('svgText', () => {
  it('holds nothing that could be run, whatever things are called', () => {
    const topology = renamed(spread(exampleTopology()), HOSTILE)

    const svg = svgText(sceneOf(depicted(topology, { moment: HOSTILE })))

    const tags = [...svg.matchAll(/<\/?([a-z]+)/gi)].map(([, name]) => name)
    expect([...new Set(tags)].sort()).toEqual([
      'g',
      'path',
      'rect',
      'style',
      'svg',
      'text',
      'title',
    ])
    expect(svg).not.toMatch(/\son\w+\s*=\s*"/)
    expect(svg).not.toMatch(/\shref\s*=\s*"|<!|\p{Bidi_Control}/u)
    expect(svg).not.toContain('\u0000')
    expect(svg).toContain('&lt;script&gt;')
    expect(svg.match(/<g>/g)).toHaveLength(svg.match(/<\/g>/g)?.length ?? 0)
  })

  it('says in every text how wide it is, so that another typeface covers nothing', () => {
    const svg = svgText(sceneOf(depicted(exampleTopology(), {})))

    const texts = svg.match(/<text [^>]*>/g) ?? []
    expect(texts.length).toBeGreaterThan(20)
    expect(texts.filter((text) => !text.includes('textLength="'))).toEqual([])
  })
})

describe('inks', () => {
  it('reads the colours that stylesheets write', () => {
    expect(inkOf('#abc')).toEqual({ hex: '#aabbcc', alpha: 1 })
    expect(inkOf('#6ea0ff80')).toEqual({ hex: '#6ea0ff', alpha: 0.502 })
    expect(inkOf('url(javascript:alert(1))')).toEqual({ hex: '#808080', alpha: 1 })
    expect(mixed(inkOf('#ffffff'), inkOf('#000000'), 0.5)).toEqual({ hex: '#808080', alpha: 1 })
  })
})

function depicted(topology: Topology, more: Partial<Depicted>): Depicted {
  const edges = edgesOf(topology)
  return {
    topology,
    edges,
    routes: routesOf(edges, boxesOf({ topology, edges })),
    figures: null,
    moment: '',
    marks: null,
    inks: inksOf(() => '#336699'),
    measure: (text, { size, spacing }) => text.length * size * (0.58 + spacing),
    ...more,
  }
}

/** So that no two boxes touch. */
function spread(topology: Topology): Topology {
  const ids = [...Object.keys(topology.services), ...Object.keys(topology.channels)]
  const nodes = Object.fromEntries(ids.map((id, n) => [id, { x: 260 * (n % 4), y: 240 * n }]))
  return { ...topology, layout: { ...topology.layout, nodes } }
}

function collapsed(topology: Topology, memberIds: readonly string[]): Topology {
  const { layout } = topology
  const contexts = {
    money: { name: 'Money', x: 0, y: 0, width: 600, height: 400, collapsed: true as const },
  }
  const members = memberIds.map(
    (id) => [id, { x: 0, y: 0, ...layout.nodes[id], contextId: 'money' }] as const,
  )
  const nodes = { ...layout.nodes, ...Object.fromEntries(members) }
  return { ...topology, layout: { ...layout, contexts, nodes } }
}

function busy({ services, channels }: Topology) {
  const counts = { waiting: 48_210, inFlight: 1200, retained: 99_999, 'published/s': 1234.5 }
  const work = {
    published: 1e6,
    started: 5,
    completed: 4_000_000,
    'completed/s': 98_765,
    busy: 1200,
  }
  const service = { ...work, slots: 1200, utilisation: 0.7, handlingP95Ms: 1234, replicasUp: 3 }
  return fakeFigures({
    ...Object.fromEntries(Object.keys(services).map((id) => [`services/${id}`, service])),
    ...Object.fromEntries(Object.keys(channels).map((id) => [`channels/${id}`, counts])),
  })
}

function renamed(topology: Topology, name: string): Topology {
  const called = <Value extends object>(map: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(map).map(([id, value]) => [id, { ...value, name }]))
  const { services, channels, eventTypes, layout } = topology
  return {
    ...topology,
    name,
    services: called(services),
    channels: called(channels) as Topology['channels'],
    eventTypes: called(eventTypes),
    layout: {
      ...layout,
      contexts: { c: { name, x: -50, y: -50, width: 400, height: 400 } },
      notes: { n: { text: name, x: -300, y: 0, width: 200, height: 100 } },
    },
  }
}

function textsIn(shapes: readonly Shape[]): TextShape[] {
  return shapes.flatMap((shape) => {
    if (shape.kind === 'group') return textsIn(shape.shapes)
    return shape.kind === 'text' && shape.text.trim() !== '' ? [shape] : []
  })
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function lies(text: TextShape, { x, y, width, height }: Box): boolean {
  const ends = text.x + text.textWidth
  return text.x >= x && ends <= x + width && text.y - text.size >= y && text.y <= y + height
}

function touch(a: TextShape, b: TextShape): boolean {
  const beside = a.x + a.textWidth <= b.x || b.x + b.textWidth <= a.x
  return !beside && Math.abs(a.y - b.y) < 0.7 * Math.min(a.size, b.size)
}

function pairs<Value>(values: readonly Value[]): readonly (readonly [Value, Value])[] {
  return values.flatMap((a, at) => values.slice(at + 1).map((b) => [a, b] as const))
}
