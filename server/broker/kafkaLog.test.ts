import { describe, expect, it } from 'vitest'
import { KafkaLog } from './kafkaLog.ts'
import { SOME_EVENT, TestWorld } from './testWorld.ts'

describe('a partition that has gone round its ring', () => {
  it.each([
    { kind: 'dense', removed: [] },
    { kind: 'compacted', removed: [12, 15] },
  ])('is saved in the order of its offsets: $kind', ({ removed }) => {
    const world = new TestWorld()
    const log = new KafkaLog(world.messages)
    const append = () => log.append(world.messages.create(world.events.create(SOME_EVENT), 0))
    for (let count = 0; count < 14; count += 1) append()
    for (let count = 0; count < 10; count += 1) log.deleteOldest()
    for (let count = 0; count < 8; count += 1) append()
    log.raiseHighWatermark(log.endOffset)
    log.removeAll(new Set(removed))

    const restored = new KafkaLog(world.messages)
    restored.restore(structuredClone(log.save()))

    expect(restored.save()).toEqual(log.save())
    expect(recordsOf(restored)).toEqual(recordsOf(log))
    expect(recordsOf(log)).toHaveLength(12 - removed.length)
  })
})

function recordsOf(log: KafkaLog) {
  const records: (readonly [offset: number, message: number])[] = []
  for (let at = log.nextVisible(0); at >= 0; at = log.nextVisible(at + 1))
    records.push([at, log.read(at)])
  return records
}
