import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { journalKindIndex } from '#shared/lib/journal.ts'
import { METRICS } from '#shared/lib/metrics.ts'
import { type Dictionary, figureOffsets, type JournalRow } from '#shared/protocol/frame.ts'
import { LiveStore } from './liveStore.ts'

describe('live figures', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('are found by element and metric', () => {
    const { live, frame } = setUp()

    frame({ atS: 1, completed: 40, waiting: 7 })

    expect(live.figure('services/orders', 'completed')).toBe(40)
    expect(live.figure('channels/orders-topic', 'waiting')).toBe(7)
  })

  it('are not a number where nothing is known', () => {
    const { live, frame } = setUp()

    frame({ atS: 1 })

    expect(live.figure('services/gone', 'completed')).toBeNaN()
    expect(live.figure('services/orders', 'waiting')).toBeNaN()
    expect(live.rate('services/orders', 'completed')).toBeNaN()
  })

  it('skip a frame of a dictionary that has not arrived', () => {
    const { live, frame } = setUp()

    frame({ atS: 1, completed: 40, dictionaryVersion: 2 })

    expect(live.figure('services/orders', 'completed')).toBeNaN()
  })

  it('give the rate of the last two virtual seconds', () => {
    const { live, frame } = setUp()
    frame({ atS: 0, completed: 0 })
    frame({ atS: 10, completed: 1000 })
    frame({ atS: 11, completed: 1050 })

    frame({ atS: 12, completed: 1100 })

    expect(live.rate('services/orders', 'completed')).toBe(50)
  })

  it('count what an edit adds from nothing', () => {
    const { live, frame } = setUp()
    frame({ atS: 10, completed: 1000 })
    live.receiveDictionary(dictionaryOf(2, ['services/orders', 'services/new']))

    frame({ atS: 12, dictionaryVersion: 2, figures: { 'services/new': { completed: 30 } } })

    expect(live.rate('services/new', 'completed')).toBe(15)
  })

  it('keep a series of rates and levels, four a virtual second', () => {
    const { live, frame } = setUp()
    for (let tenth = 0; tenth <= 10; tenth += 1)
      frame({ atS: tenth / 10, completed: tenth * 5, waiting: tenth })

    const { times, values } = live.history('channels/orders-topic', 'waiting')

    expect([...times]).toEqual([0, 0.3, 0.6, 0.9])
    expect([...values]).toEqual([0, 3, 6, 9])
    const rates = live.history('services/orders', 'completed').values
    expect([...rates]).toEqual([Number.NaN, 50, 50, 50])
  })

  it('forget the run that a reset has ended', () => {
    const { live, frame } = setUp()
    frame({ atS: 9, completed: 900, rows: [row('published', 9)] })

    frame({ atS: 0.1, completed: 1, rows: [row('published', 0.1)] })

    expect(live.rows().map(({ atNs }) => atNs)).toEqual([0.1e9])
    expect(live.history('services/orders', 'completed').values).toHaveLength(1)
    expect(live.rowsTotal).toBe(1)
  })

  it('tell readers of texts at most four times a second, and of the last change for sure', () => {
    const { live, frame } = setUp()
    const heard: number[] = []
    vi.advanceTimersByTime(250)
    live.subscribe(() => heard.push(live.figure('services/orders', 'completed')))

    frame({ atS: 1, completed: 1 })
    frame({ atS: 2, completed: 2 })
    frame({ atS: 3, completed: 3 })
    vi.advanceTimersByTime(250)

    expect(heard).toEqual([1, 3])
  })

  it('extend the timeline that the server has sent', () => {
    const { live, frame } = setUp()
    live.receiveTimeline({ bucketNs: 1e9, published: [10, 20], trouble: [0, 1] }, 2e9)
    frame({ atS: 2, published: 30 })

    frame({ atS: 2.5, published: 45 })

    expect(live.timeline.published).toEqual([10, 20, 15])
    expect(live.timeline.trouble).toEqual([0, 1, 0])
  })
})

describe('a run that goes to another moment', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('keeps its timeline, counts nothing twice, and goes on counting where it was', () => {
    const { live, frame } = setUp()
    frame({ atS: 0, published: 0 })
    frame({ atS: 1, published: 40 })
    const [counted, recordedNs] = [sum(live.timeline.published), 1e9]

    live.receiveMoment({ nowNs: 0.2e9, recordedNs, jumps: 1 })
    frame({ atS: 0.2, published: 8 })
    frame({ atS: 0.9, published: 36 })
    expect(sum(live.timeline.published)).toBe(counted)
    frame({ atS: 1.4, published: 56 })

    expect(sum(live.timeline.published)).toBeCloseTo(56)
  })

  it('forgets the timeline from where it goes another way', () => {
    const { live, frame } = setUp()
    frame({ atS: 0, published: 0 })
    frame({ atS: 1, published: 40 })

    live.receiveMoment({ nowNs: 0.5e9, recordedNs: 0.5e9, jumps: 1 })

    expect(sum(live.timeline.published)).toBeCloseTo(20)
  })

  it('changes its texts with its clock, and not a quarter of a second later', () => {
    const { live, frame } = setUp()
    frame({ atS: 9, completed: 900 })
    const texts: number[] = []
    live.subscribe(() => texts.push(live.figure('services/orders', 'completed')))

    live.receiveMoment({ nowNs: 5e9, recordedNs: 9e9, jumps: 1 })
    // The first one is of shortly before, so that rates are known.
    frame({ atS: 3, completed: 300 })
    frame({ atS: 5, completed: 500 })
    expect(texts.at(-1)).toBe(500)

    frame({ atS: 5.1, completed: 510 })
    expect(texts.at(-1)).toBe(500)
    vi.advanceTimersByTime(250)
    expect(texts.at(-1)).toBe(510)
  })

  it('shows the rows that led to it and no others, whether it lies before or later', () => {
    const { live, frame } = setUp()
    frame({ atS: 5, rows: [row('published', 5)] })

    live.receiveMoment({ nowNs: 7e9, recordedNs: 9e9, jumps: 1 })
    expect(live.nowNs).toBe(7e9)
    frame({ atS: 7, rows: [row('published', 6)] })
    expect(live.rows().map(({ atNs }) => atNs)).toEqual([6e9])
    live.receiveMoment({ nowNs: 7e9, recordedNs: 9e9, jumps: 1 })
    frame({ atS: 8, rows: [row('published', 8)] })

    expect(live.rows().map(({ atNs }) => atNs)).toEqual([6e9, 8e9])
  })
})

describe('rows of the journal', () => {
  it('keep trouble longer than ordinary traffic', () => {
    const { live, frame } = setUp()
    frame({ atS: 1, rows: [row('failed', 1), row('published', 1)] })

    for (let second = 2; second <= 12; second += 1)
      frame({ atS: second, rows: Array.from({ length: 200 }, () => row('published', second)) })

    expect(live.rows()).toHaveLength(2001)
    expect(live.rows()[0]).toMatchObject({ kind: journalKindIndex.failed, serial: 0 })
    expect(live.rows()[1]).toMatchObject({ kind: journalKindIndex.published, serial: 202 })
  })

  it('count those that no frame carried', () => {
    const { live, frame } = setUp()

    frame({ atS: 1, rows: [row('published', 1)], omittedRows: 9 })

    expect(live.rowsTotal).toBe(10)
  })

  it('name keys by their key space', () => {
    const { live } = setUp()

    expect(live.keyText(7)).toBe('c-7')
    expect(live.keyText(103)).toBe('o-3')
    expect(live.keyText(-1)).toBe('')
  })
})

interface FrameOptions {
  readonly atS: number
  readonly completed?: number
  readonly waiting?: number
  readonly published?: number
  readonly figures?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly rows?: readonly JournalRow[]
  readonly omittedRows?: number
  readonly dictionaryVersion?: number
}

function setUp() {
  const live = new LiveStore()
  live.receiveDictionary(
    dictionaryOf(1, ['services/orders', 'channels/orders-topic', 'eventTypes/order-placed']),
  )
  let sequence = 0
  const frame = ({ atS, rows = [], omittedRows = 0, ...options }: FrameOptions) => {
    const { completed = 0, waiting = 0, published = 0, dictionaryVersion = 1 } = options
    const figures = options.figures ?? {
      'services/orders': { completed },
      'channels/orders-topic': { waiting },
      'eventTypes/order-placed': { published },
    }
    sequence += 1
    live.receiveFrame({
      head: {
        dictionaryVersion,
        sequence,
        nowNs: atS * 1e9,
        speed: 1,
        omittedRows,
        firedPerSecond: 0,
        oneStoryIn: 1,
      },
      figures: figuresOf(live.dictionary, figures),
      rows,
    })
  }
  return { live, frame }
}

const sorts = { services: 'service', channels: 'channel', eventTypes: 'eventType' } as const

function dictionaryOf(version: number, names: readonly string[]): Dictionary {
  const elements = names.map((name) => {
    const section = name.split('/')[0] as keyof typeof sorts
    return { name, sort: sorts[section], removed: false, eventTypeId: null }
  })
  const keySpaces = [
    { base: 0, size: 100, prefix: 'c-' },
    { base: 100, size: 50, prefix: 'o-' },
  ]
  return { version, elements, keySpaces }
}

function figuresOf(
  dictionary: Dictionary,
  known: Readonly<Record<string, Readonly<Record<string, number>>>>,
): Float64Array {
  const { offsets, length } = figureOffsets(dictionary)
  const figures = new Float64Array(length)
  dictionary.elements.forEach(({ name, sort }, index) => {
    if (sort === null) return
    METRICS[sort].forEach((metric, column) => {
      figures[(offsets[index] ?? 0) + column] = known[name]?.[metric] ?? 0
    })
  })
  return figures
}

function row(kind: keyof typeof journalKindIndex, atS: number): JournalRow {
  const numbers = { attempt: 1, element: 0, origin: 0, n: 0, key: 0, rootOrigin: 0, rootN: 0 }
  return { ...numbers, atNs: atS * 1e9, kind: journalKindIndex[kind], detail: 0 }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
