import { describe, expect, it } from 'vitest'
import { journalKindIndex } from '#shared/lib/journal.ts'
import { edgesOf } from '#shared/topology/edges.ts'
import type { NumberedRow } from '../../store/live/journalRows.ts'
import { routesOf } from '../routes.ts'
import { ordersTopology } from '../testTopology.ts'
import { lookOf, TROUBLE_LOOK } from './looks.ts'
import { type TrafficFigures, TrafficModel } from './trafficModel.ts'

describe('TrafficModel', () => {
  it('sends marks at a pace that stands for the rate of the edge', () => {
    const { model, figures, looksOnTheWay } = setUp(20)

    model.readRates(figures, true)
    model.advance(1000)

    expect(model.eventsPerMark).toBe(10)
    expect(looksOnTheWay()).toEqual([orderLook, orderLook])
  })

  it('lets marks arrive when their way is done', () => {
    const { model, figures, looksOnTheWay } = setUp(20)

    model.readRates(figures, true)
    model.advance(1000)
    model.readRates(setUp(0).figures, true)
    model.advance(60_000)

    expect(looksOnTheWay()).toEqual([])
    expect(model.isMoving).toBe(false)
  })

  it('shows every event by itself when rows alone count', () => {
    const { model, figures, rows, looksOnTheWay } = setUp(20)

    model.readRates(figures, false)
    rows.push(published(0), published(1), published(2))
    model.showRows(figures, 0.1)
    model.showRows(figures, 0.1)
    model.advance(1)

    expect(looksOnTheWay()).toEqual([orderLook, orderLook, orderLook])
  })

  it('begins anew with the rows of another run', () => {
    const { model, figures, rows, looksOnTheWay } = setUp(0)
    rows.push(published(0), published(1))
    model.skipRows(figures)

    rows.splice(0, 2, published(0))
    model.showRows(figures, 0.1)
    model.advance(1)

    expect(looksOnTheWay()).toEqual([orderLook])
  })

  it('tells deliveries from dead letters, although one subscription stands behind both', () => {
    const { model, topology, figures, rows, looksOnTheWay } = setUp(0)
    const element = 'subscriptions/billing-orders'
    const edges = (['subscription', 'deadLetter'] as const).map((kind, index) => ({
      ...{ id: kind, kind, fromId: ['orders', 'shop'][index] ?? '', toId: 'billing' },
      ...{ elements: [element], eventTypeIds: Object.keys(topology.eventTypes) },
    }))
    model.setEdges(topology, edges, routesOf(edges, boxes))
    const told = { ...figures, elementName: () => element }

    rows.push({ ...published(0), kind: journalKindIndex.delivered })
    rows.push({ ...published(1), kind: journalKindIndex.deadLettered })
    model.showRows(told, 0.1)
    model.advance(1)

    expect(looksOnTheWay()).toEqual([orderLook, TROUBLE_LOOK])
  })

  it('sends rows off as far apart as they were, each for its event', () => {
    const { model, figures, rows } = setUp(0)
    rows.push({ ...published(0), atNs: 1e6 }, { ...published(1), atNs: 5e6 })

    model.showRows({ ...figures, nowNs: 8e6 }, 0.1)
    model.advance(20)
    expect(eventsOnTheWay(model)).toEqual([0])
    model.advance(35)
    expect(eventsOnTheWay(model)).toEqual([0, 1])
  })

  it('shows of a step what happened at its instant, and nothing else', () => {
    const { model, figures, rows } = setUp(0)
    rows.push({ ...published(0), atNs: 1e6 })
    model.showRows({ ...figures, nowNs: 1e6 }, 0.1)
    rows.push({ ...published(1), atNs: 2e6 }, { ...published(2), atNs: 3e6 })

    model.showStep({ ...figures, nowNs: 3e6 })
    model.advance(1)
    expect(eventsOnTheWay(model)).toEqual([2])
    expect([...model.stepSlots]).toEqual([0])
    expect(model.isFinishingStep).toBe(true)
    model.showStep({ ...figures, nowNs: 3e6 })
    expect(eventsOnTheWay(model)).toEqual([2])

    model.skipRows({ ...figures, nowNs: 3e6 })
    expect(model.isFinishingStep).toBe(false)
    expect(model.stepSlots.size).toBe(0)
  })

  it('shows of a step without a way where it is', () => {
    const { model, figures, rows } = setUp(0)
    rows.push({ ...published(0), kind: journalKindIndex.accepted, element: 9, atNs: 3e6 })

    model.showStep({ ...figures, nowNs: 3e6 })
    model.advance(1)

    expect(eventsOnTheWay(model)).toEqual([])
    expect([...model.stepSlots]).toEqual([0])
  })

  it('says honestly how many events a mark stands for in slow motion', () => {
    const { model, figures } = setUp(500)
    model.readRates(figures, false)
    expect(model.eventsPerMark).toBe(1)
    model.readRates({ ...figures, oneStoryIn: 4 }, false)
    expect(model.eventsPerMark).toBe(4)
  })

  it('lets marks hurry evenly where there is no room for all', () => {
    const { model, figures, topology, looksOnTheWay } = setUp(20)
    const far = new Map([...boxes].map(([id, box]) => [id, { ...box, x: 200 * box.x }]))
    const edges = edgesOf(topology).filter(({ kind }) => kind === 'publish')
    model.setEdges(topology, edges, routesOf(edges, far))
    const counts: number[] = []

    for (let second = 0; second < 3000; second += 1) {
      model.readRates(figures, true)
      model.advance(1000)
      counts.push(looksOnTheWay().length)
    }

    // They would be some 2,700, each on its way for more than twenty minutes.
    const settled = counts.slice(1500)
    expect(Math.max(...settled)).toBeLessThanOrEqual(1400)
    expect(Math.min(...settled)).toBeGreaterThanOrEqual(1300)
  })

  it('takes the marks of an edge away with the edge', () => {
    const { model, figures, topology } = setUp(20)
    model.readRates(figures, true)
    model.advance(1000)

    model.setEdges(topology, [], new Map())

    expect(model.marks.count).toBe(0)
  })
})

function eventsOnTheWay(model: TrafficModel): readonly (number | undefined)[] {
  const events: (number | undefined)[] = []
  model.marks.visit(model.nowMs, (_edge, _look, _fraction, index) =>
    events.push(model.marks.eventAt(index)?.n),
  )
  return events.sort()
}

const orderLook = lookOf({ hue: 1, shape: 'circle' })

function published(serial: number): NumberedRow {
  return {
    serial,
    kind: journalKindIndex.published,
    element: 0,
    origin: 0,
    atNs: 0,
    attempt: 1,
    n: serial,
    key: -1,
    rootOrigin: 0,
    rootN: serial,
    detail: 0,
  }
}

const boxes = new Map(
  ['shop', 'orders', 'billing'].map((id, column) => [
    id,
    { x: 300 * column, y: 0, width: 160, height: 120 },
  ]),
)

/** `shop → orders`, where the shop publishes this much. */
function setUp(ratePerSecond: number) {
  const topology = ordersTopology()
  const [eventTypeId = ''] = Object.keys(topology.eventTypes)
  const edges = edgesOf(topology).filter(({ kind }) => kind === 'publish')
  const rows: NumberedRow[] = []
  const [element = ''] = edges.flatMap((edge) => edge.elements)
  const figures: TrafficFigures = {
    rate: () => ratePerSecond,
    rows: () => [...rows],
    elementName: () => element,
    eventTypeIdOf: () => eventTypeId,
    nowNs: 0,
    oneStoryIn: 1,
  }
  const model = new TrafficModel()
  model.setEdges(topology, edges, routesOf(edges, boxes))
  const looksOnTheWay = () => {
    const looks: number[] = []
    model.marks.visit(model.nowMs, (_edge, look) => looks.push(look))
    return looks
  }
  return { model, figures, rows, topology, looksOnTheWay }
}
