import { describe, expect, it } from 'vitest'
import { journalKindIndex } from '#shared/lib/journal.ts'
import { decodeFrame, FRAME_ROWS_MAX, figureOffsets } from '#shared/protocol/frame.ts'
import { addService, setField } from '#shared/topology/edits.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { SessionDriver, startOf } from './session.fixture.ts'

describe('Broadcast', () => {
  it('tells the state when it changes, and nothing while nobody watches', () => {
    const driver = setUp()

    driver.session.control({ kind: 'run' })
    driver.live(2000)

    expect(driver.kinds).toEqual(['state'])
  })

  it('sends ten frames a second, the dictionary first', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.session.control({ kind: 'run' })

    driver.live(2000)

    expect(driver.kinds.slice(0, 3)).toEqual(['state', 'dictionary', 'frame'])
    expect(driver.frames.length).toBeGreaterThan(16)
    expect(driver.frames.length).toBeLessThanOrEqual(21)
    expect(driver.frames.map(({ head }) => head.sequence)).toEqual(
      driver.frames.map((_, index) => index + 1),
    )
    expect(driver.frames.at(-1)?.head.speed).toBeCloseTo(1, 1)
  })

  it('keeps to ten a second where slices of work make each of them late', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.session.control({ kind: 'run' })
    const framesIn = (slices: number, sliceMs: number) => {
      const before = driver.frames.length
      for (let slice = 0; slice < slices; slice++) {
        driver.clock.pass(sliceMs)
        driver.session.tick()
        driver.broadcast.flush()
      }
      return driver.frames.length - before
    }
    framesIn(10, 17)

    expect(framesIn(500, 17)).toBe(85)
    // After a time in which nothing was sent, they do not come all at once.
    driver.clock.pass(5000)
    expect(framesIn(10, 10)).toBeLessThanOrEqual(2)
  })

  it('keeps its times of a tenth of a second when a slice takes longer, and skips those it has missed', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.session.control({ kind: 'run' })
    const framesAt: number[] = []
    const slice = (ms: number) => {
      const before = driver.frames.length
      driver.clock.pass(ms)
      driver.session.tick()
      driver.broadcast.flush()
      if (driver.frames.length > before) framesAt.push(driver.clock.nowMs())
    }
    const slices = (count: number, ms: number) => {
      for (let n = 0; n < count; n++) slice(ms)
    }
    driver.broadcast.flush()

    // To 150, for the frame of 100; to 490, for that of 200: the one of 500 would come too soon after it.
    slices(1, 150)
    slices(10, 10)
    slice(240)
    slices(40, 10)

    expect(framesAt).toEqual([150, 200, 490, 600, 700, 800])
  })

  it('sends figures in the order of the dictionary, and every row of a slow run', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.session.control({ kind: 'run' })
    driver.live(3000)

    const dictionary = driver.broadcast.look().dictionary
    const frame = driver.frames.at(-1)
    const { offsets, length } = figureOffsets(dictionary)
    const shop = dictionary.elements.findIndex(({ name }) => name === 'services/shop')
    const journal = driver.session.run?.simulation.journal

    expect(frame?.figures).toHaveLength(length)
    expect(frame?.figures[offsets[shop] ?? -1]).toBe(1)
    const carried = driver.frames.flatMap(({ rows }) => rows)
    const omitted = driver.frames.reduce((sum, { head }) => sum + head.omittedRows, 0)
    expect(carried).toEqual(journal?.rows(0, Infinity).slice(0, carried.length))
    expect(omitted).toBe(0)
  })

  it('is silent while the run is paused, but for whoever begins to watch', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.live(1000)
    driver.news.length = 0

    driver.live(1000)
    expect(driver.kinds).toEqual([])
    driver.broadcast.look()
    driver.live(1000)

    expect(driver.kinds).toEqual(['frame'])
  })

  it('sends one frame for all who begin to watch together', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.broadcast.flush()
    driver.news.length = 0

    for (let watcher = 0; watcher < 200; watcher++) {
      driver.broadcast.watch(true)
      driver.broadcast.look()
      driver.broadcast.flush()
    }
    expect(driver.kinds).toEqual([])
    expect(driver.broadcast.awaitedInMs).toBe(100)
    driver.clock.pass(100)
    driver.broadcast.flush()

    expect(driver.kinds).toEqual(['frame'])
    expect(driver.broadcast.awaitedInMs).toBeNull()
  })

  it('sends fewer frames where each costs much, so that the run is not held up', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.session.control({ kind: 'run' })
    driver.broadcast.flush()
    const framesIn = (ms: number, costMs: number) => {
      const before = driver.frames.length
      for (const endMs = driver.clock.nowMs() + ms; driver.clock.nowMs() < endMs; ) {
        driver.clock.pass(10)
        driver.session.tick()
        driver.clock.costMs = costMs
        driver.broadcast.flush()
        driver.clock.costMs = 0
      }
      return driver.frames.length - before
    }

    expect(framesIn(3000, 0)).toBe(30)
    // A look at the clock is what costs here: one after the other, two a frame.
    framesIn(500, 20)
    expect(framesIn(6000, 20)).toBeLessThanOrEqual(6000 / (12 * 20) + 1)
    expect(framesIn(6000, 20)).toBeGreaterThan(20)
    expect(framesIn(12_000, 1000)).toBeGreaterThan(4)
  })

  it('shows a step at once', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.broadcast.flush()
    driver.news.length = 0

    driver.session.control({ kind: 'step' })
    driver.broadcast.flush()

    expect(driver.kinds).toEqual(['state', 'frame'])
    expect(driver.frames[0]?.head.nowNs).toBe(driver.session.run?.simulation.nowNs)
  })

  it('sends a new dictionary before the first frame that needs it', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.broadcast.flush()
    const before = driver.broadcast.look().dictionary
    driver.news.length = 0

    const position = { x: 0, y: 0 }
    const added = addService(exampleTopology(), { name: 'New', role: 'service', position })
    driver.session.edit(added.edit)
    driver.broadcast.flush()

    expect(driver.kinds).toEqual(['state', 'dictionary', 'frame'])
    const after = driver.broadcast.look().dictionary
    expect(after.version).toBeGreaterThan(before.version)
    expect(driver.frames[0]?.head.dictionaryVersion).toBe(after.version)
  })

  it('never gives dictionaries of two runs the same version', () => {
    const driver = setUp()
    const before = driver.broadcast.look().dictionary.version

    driver.session.control({ kind: 'reset' })

    expect(driver.broadcast.look().dictionary.version).toBeGreaterThan(before)
  })

  it('shows whoever comes to a paused run what the others have seen', () => {
    const driver = setUp()
    driver.broadcast.watch(true)
    driver.session.control({ kind: 'runUntil', untilMs: 20_000 })
    driver.settle()
    driver.news.length = 0

    const { frame, dictionary } = driver.broadcast.look()
    driver.broadcast.flush()

    const journal = driver.session.run?.simulation.journal
    const decoded = frame && decodeFrame(frame)
    expect(decoded?.head.dictionaryVersion).toBe(dictionary.version)
    const newest = journal
      ?.rows(journal.length - 2 * FRAME_ROWS_MAX, Infinity)
      .filter(({ kind }) => kind !== journalKindIndex.positioned)
    expect(decoded?.rows).toEqual(newest?.slice(-FRAME_ROWS_MAX))
    expect((decoded?.head.omittedRows ?? 0) + FRAME_ROWS_MAX).toBe(journal?.length)
    expect(driver.frames.flatMap(({ rows }) => rows)).toEqual([])
  })

  it('has an empty look for a drawing that cannot run', () => {
    const driver = new SessionDriver(startOf(exampleTopology()))
    const channelId = ['services', 'shop', 'sources', 'placed', 'channelId']
    driver.session.edit(setField(channelId, 'gone', 'Break'))
    driver.session.control({ kind: 'reset' })

    const look = driver.broadcast.look()

    expect(look.run.status).toBe('held')
    expect(look.dictionary.elements).toEqual([])
    expect(look.timeline.published).toEqual([])
    expect(look.frame).toBeNull()
  })

  it('counts in the timeline what was published', () => {
    const driver = setUp()
    driver.session.control({ kind: 'runUntil', untilMs: 30_000 })
    driver.settle()

    const { timeline } = driver.broadcast.look()

    const sum = timeline.published.reduce((total, count) => total + count, 0)
    expect(sum).toBe(driver.session.run?.simulation.journal.count('published'))
    expect(timeline.published.length).toBe(300 / (timeline.bucketNs / 100_000_000) + 1)
  })
})

function setUp(): SessionDriver {
  return new SessionDriver(startOf(exampleTopology()))
}
