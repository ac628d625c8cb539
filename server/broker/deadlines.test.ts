import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entity, Kernel } from '../engine/kernel.ts'
import { after, milliseconds as ms, type SimTime, START } from '../engine/time.ts'
import { Deadlines } from './deadlines.ts'

describe('Deadlines', () => {
  it('says what is due in the order of times, the one given first ahead of its equals', () => {
    const { kernel, deadlines, history } = setUp()
    deadlines.set(3, at(20))
    deadlines.set(1, at(10))
    deadlines.set(2, at(20))
    deadlines.set(300, at(5))

    kernel.runUntil(at(100))

    expect(history).toEqual(['5ms 300', '10ms 1', '20ms 3', '20ms 2'])
  })

  it('forgets a time that is taken back, and keeps the last of several', () => {
    const { kernel, deadlines, history } = setUp()
    deadlines.set(1, at(10))
    deadlines.set(2, at(20))
    deadlines.set(3, at(30))
    deadlines.remove(2)
    deadlines.remove(2)
    deadlines.remove(99)
    deadlines.set(3, at(5))

    kernel.runUntil(at(100))

    expect(history).toEqual(['5ms 3', '10ms 1'])
  })

  it('says at once what is overdue', () => {
    const { kernel, deadlines, history } = setUp()
    deadlines.set(1, at(50))
    kernel.runUntil(at(20))

    deadlines.shift(-ms(40))
    kernel.runUntil(at(100))

    expect(history).toEqual(['20ms 1'])
  })

  it('moves all times together', () => {
    const { kernel, deadlines, history } = setUp()
    deadlines.set(1, at(50))
    deadlines.set(2, at(40))

    deadlines.shift(ms(15))
    kernel.runUntil(at(100))

    expect(history).toEqual(['55ms 2', '65ms 1'])
  })

  it('has at most one timer, and none that was cancelled, while times come in order', () => {
    const { kernel, deadlines } = setUp()

    for (let n = 0; n < 1000; n += 1) {
      deadlines.set(n, at(n + 30))
      kernel.runUntil(at(n))
      deadlines.remove(n)
    }

    expect(kernel.save().timers.heap).toHaveLength(1)
  })

  it('knows who was given first when it has no more numbers for that', () => {
    const { kernel, deadlines, history } = setUp()
    for (const item of [9, 8, 7, 6]) deadlines.set(item, at(item === 8 ? 10 : 20))
    deadlines.remove(8)
    deadlines.restore({ ...deadlines.save(), order: 2 ** 31 - 3 })

    for (const item of [5, 4, 3, 9, 2]) deadlines.set(item, at(20))
    kernel.runUntil(at(100))

    expect(history).toEqual(['20ms 7', '20ms 6', '20ms 5', '20ms 4', '20ms 3', '20ms 9', '20ms 2'])
  })

  it('does what a sorted list does, and goes on the same when restored', () => {
    const change = fc.record({
      item: fc.nat(150),
      delay: fc.option(fc.nat(50), { freq: 3 }),
      pass: fc.nat(8),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 150 }), fc.nat(150), (changes, savedAfter) => {
        let { kernel, deadlines, history } = setUp()
        const expected: string[] = []
        let list: Deadline[] = []

        changes.forEach(({ item, delay, pass }, order) => {
          list = list.filter((other) => other.item !== item)
          deadlines.remove(item)
          if (delay !== null) {
            const time = later(kernel, delay)
            list.push({ item, time, order })
            deadlines.set(item, time)
          }
          const until = later(kernel, pass)
          kernel.runUntil(until)
          const due = list.filter(({ time }) => time <= until).sort(byTime)
          list = list.filter(({ time }) => time > until)
          expected.push(...due.map(({ item: ended, time }) => `${time / 1e6}ms ${ended}`))
          if (order === savedAfter)
            ({ kernel, deadlines, history } = restored(kernel, deadlines, history))
        })

        expect(history).toEqual(expected)
      }),
    )
  })
})

interface Deadline {
  readonly item: number
  readonly time: SimTime
  readonly order: number
}

function byTime(a: Deadline, b: Deadline): number {
  return a.time - b.time || a.order - b.order
}

function at(timeMs: number): SimTime {
  return after(START, ms(timeMs))
}

function later(kernel: Kernel, delayMs: number): SimTime {
  return after(kernel.now, ms(delayMs))
}

function restored(kernel: Kernel, deadlines: Deadlines, history: readonly string[]) {
  const again = new Kernel()
  again.restore(structuredClone(kernel.save()))
  const copy = setUp(again)
  copy.deadlines.restore(structuredClone(deadlines.save()))
  copy.history.push(...history)
  expect(copy.deadlines.save()).toEqual(deadlines.save())
  return copy
}

function setUp(kernel = new Kernel()) {
  const history: string[] = []
  const owner: Entity = { fire: () => deadlines.fire() }
  const deadlines = new Deadlines({
    scheduler: kernel,
    entity: kernel.register('owner', owner),
    kind: 7,
    onDue: (item) => history.push(`${kernel.now / 1e6}ms ${item}`),
  })
  return { kernel, deadlines, history }
}
