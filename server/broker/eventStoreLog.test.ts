import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventStoreLog } from './eventStoreLog.ts'
import { SOME_EVENT, TestWorld } from './testWorld.ts'

describe('EventStoreLog', () => {
  it('knows what is at which position, whatever was scavenged, also when it is restored', () => {
    fc.assert(
      fc.property(fc.array(anyAct(), { maxLength: 20 }), (acts) => {
        const world = new TestWorld()
        let log = new EventStoreLog(world.messages)
        let kept: Entry[] = []
        let end = 0

        for (const { appends, scavenged, isRestored } of acts) {
          for (let count = 0; count < appends; count += 1) {
            const message = world.messages.create(world.events.create(SOME_EVENT), 0)
            log.append(message, end % 7)
            kept.push([end, end % 7, message])
            end += 1
          }
          const indexes = [...new Set(scavenged.map((each) => each % (kept.length || 1)))]
          const gone = indexes.filter((index) => index < kept.length).sort((a, b) => a - b)
          log.remove(gone)
          kept = kept.filter((_, index) => !gone.includes(index))
          if (isRestored) log = restored(log, world)

          expect(entriesOf(log)).toEqual(kept)
          for (let position = 0; position <= end + 1; position += 1) expectAt(log, position, kept)
        }
      }),
      { seed: 20_261_122, numRuns: 40 },
    )
  })

  it('keeps no positions while there are no holes, or none any more', () => {
    const world = new TestWorld()
    const log = new EventStoreLog(world.messages)
    for (let count = 0; count < 5; count += 1)
      log.append(world.messages.create(world.events.create(SOME_EVENT), 0), count)

    const lengths = [[], [0], [1], [0]].map((indexes) => {
      log.remove(indexes)
      return log.save().positions.length
    })

    expect(lengths).toEqual([0, 0, 3, 0])
  })
})

type Entry = readonly [position: number, eventNumber: number, message: number]

function entriesOf(log: EventStoreLog): Entry[] {
  return Array.from({ length: log.size }, (_, index) => [
    log.positionAt(index),
    log.eventNumberAt(index),
    log.messageAt(index),
  ])
}

function expectAt(log: EventStoreLog, position: number, kept: readonly Entry[]): void {
  const from = kept.filter(([at]) => at < position).length
  const here = kept.find(([at]) => at === position)
  expect(log.indexFrom(position)).toBe(from)
  expect(log.messageOf(position)).toBe(here?.[2] ?? null)
}

function restored(log: EventStoreLog, world: TestWorld): EventStoreLog {
  const copy = new EventStoreLog(world.messages)
  copy.restore(structuredClone(log.save()))
  return copy
}

function anyAct() {
  return fc.record({
    appends: fc.nat(40),
    scavenged: fc.array(fc.nat(100), { maxLength: 20 }),
    isRestored: fc.boolean(),
  })
}
