import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entity, type EntityIndex, Kernel, type KernelState } from './kernel.ts'
import type { Duration, SimTime } from './time.ts'
import type { TimerHandle } from './timerQueue.ts'

describe('Kernel', () => {
  it('fires timers in the order of time, and rests the clock at the end', () => {
    const { kernel, history, schedule } = setUp()
    schedule(30, 'c')
    schedule(10, 'a')
    schedule(20, 'b')

    expect(runUntil(kernel, 25)).toBe(true)

    expect(history).toEqual(['10 a', '20 b'])
    expect(kernel.now).toBe(25)
    expect(kernel.earliestAt).toBe(30)
  })

  it('fires what is due at the very end', () => {
    const { kernel, history, schedule } = setUp()
    schedule(25, 'a')

    runUntil(kernel, 25)

    expect(history).toEqual(['25 a'])
  })

  it('[everywhere.order-of-an-instant] fires timers of one instant first in, first out', () => {
    const { kernel, history, schedule } = setUp()
    for (const name of ['a', 'b', 'c']) schedule(10, name)

    runUntil(kernel, 10)

    expect(history).toEqual(['10 a', '10 b', '10 c'])
  })

  it('carries out hand-offs in order, before the next timer of the instant', () => {
    const { kernel, history, schedule, handOver, reactTo } = setUp()
    reactTo('a', () => {
      handOver('a1')
      handOver('a2')
    })
    reactTo('a1', () => handOver('a11'))
    schedule(10, 'a')
    schedule(10, 'b')

    runUntil(kernel, 10)

    expect(history).toEqual(['10 a', '10 a1', '10 a2', '10 a11', '10 b'])
  })

  it('carries out hand-offs that wait at the beginning, before any time passes', () => {
    const { kernel, history, schedule, handOver } = setUp()
    schedule(0, 'timer')
    handOver('hand-off')

    runUntil(kernel, 0)

    expect(history).toEqual(['0 hand-off', '0 timer'])
  })

  it('lets a timer without delay fire after what was scheduled for the instant before', () => {
    const { kernel, history, schedule, reactTo } = setUp()
    reactTo('a', () => schedule(0, 'a later'))
    schedule(10, 'a')
    schedule(10, 'b')

    runUntil(kernel, 10)

    expect(history).toEqual(['10 a', '10 b', '10 a later'])
  })

  it('takes cancelled timers out', () => {
    const { kernel, history, schedule } = setUp()
    const cancelled = schedule(10, 'a')
    schedule(20, 'b')

    kernel.cancel(cancelled)
    runUntil(kernel, 30)

    expect(history).toEqual(['20 b'])
    expect(kernel.fired).toBe(1)
  })

  it('does not schedule in the past', () => {
    const { schedule } = setUp()
    expect(() => schedule(-1, 'a')).toThrow('a timer is never scheduled in the past')
  })

  describe('with bounded work', () => {
    it('stops at the end of an instant, never inside it', () => {
      const { kernel, history, schedule, handOver, reactTo } = setUp()
      reactTo('b', () => handOver('b1'))
      for (const name of ['a', 'b', 'c']) schedule(10, name)
      schedule(20, 'd')

      expect(runUntil(kernel, 30, 1)).toBe(false)
      expect(history).toEqual(['10 a', '10 b', '10 b1', '10 c'])
      expect(kernel.now).toBe(10)

      expect(runUntil(kernel, 30, 1)).toBe(true)
      expect(history.at(-1)).toBe('20 d')
      expect(kernel.now).toBe(30)
    })

    it('fires the same in the same order, however the run is cut', () => {
      fc.assert(
        fc.property(
          fc.integer(),
          fc.array(fc.nat(40)),
          fc.integer({ min: 1, max: 8 }),
          (seed, ends, firesMax) => {
            const whole = busy(seed)
            const cut = busy(seed)
            runUntil(whole.kernel, 400)

            let end = 0
            for (const length of ends) {
              end = Math.min(400, end + length)
              while (!runUntil(cut.kernel, end, firesMax));
              expect(cut.kernel.now).toBe(end)
            }
            while (!runUntil(cut.kernel, 400, firesMax));

            expect(cut.history).toEqual(whole.history)
          },
        ),
        { seed: 20_260_801, numRuns: 100 },
      )
    })
  })

  describe('moved by hand', () => {
    it('comes to an instant before its timers fire', () => {
      const { kernel, history, schedule } = setUp()
      schedule(10, 'a')

      kernel.moveTo(at(10))

      expect(kernel.now).toBe(10)
      expect(history).toEqual([])
    })

    it('passes no timer over, and leaves no hand-off behind', () => {
      const { kernel, schedule, handOver } = setUp()
      schedule(10, 'a')
      expect(() => kernel.moveTo(at(11))).toThrow('no timer is passed over')

      handOver('b')
      expect(() => kernel.moveTo(at(5))).toThrow('an instant is over before the clock moves on')
    })

    it('stays where it is, even in the middle of an instant', () => {
      const { kernel, history, handOver } = setUp()
      handOver('a')

      kernel.moveTo(at(0))
      runUntil(kernel, 0)

      expect(history).toEqual(['0 a'])
    })
  })

  describe('with entities that come and go', () => {
    it('loses the timers and hand-offs of one that went', () => {
      const { kernel, history, entity, schedule, handOver } = setUp()
      schedule(10, 'a')
      handOver('b')

      kernel.unregister(entity)
      runUntil(kernel, 20)

      expect(history).toEqual([])
    })

    it('does not give what one left behind to another of the same name', () => {
      const { kernel, history, entity, schedule, told } = setUp()
      schedule(10, 'a')
      kernel.unregister(entity)

      const another = kernel.register('entity', told)
      kernel.schedule(ns(20), another, 0, 0)
      runUntil(kernel, 30)

      expect(another).not.toBe(entity)
      expect(history).toEqual(['20 a'])
    })

    it('knows one living entity by each name', () => {
      const { kernel, told, entity } = setUp()
      expect(() => kernel.register('entity', told)).toThrow('is registered once')

      kernel.unregister(entity)
      expect(() => kernel.unregister(entity)).toThrow('only a registered entity')
    })
  })

  it('says at the end of each instant that time is about to pass', () => {
    const { kernel, history, schedule } = setUp()
    kernel.beforeTimePasses(() => history.push(`${kernel.now} is over`))
    schedule(10, 'a')
    schedule(10, 'b')

    runUntil(kernel, 20)

    expect(history).toEqual(['0 is over', '10 a', '10 b', '10 is over'])
  })

  it('is stuck when an instant does not end', () => {
    const { kernel, handOver, history, reactTo } = setUp()
    reactTo('again', () => {
      history.length = 0
      handOver('again')
    })
    handOver('again')

    expect(runUntil(kernel, 10)).toBe(true)

    expect(kernel.stuck).toBe(true)
    expect(kernel.fired).toBe(1_000_001)
    expect(kernel.now).toBe(0)
  })

  it('is not stuck by a million timers of many instants', () => {
    const { kernel, schedule, history, reactTo } = setUp()
    reactTo('again', () => {
      history.length = 0
      schedule(1, 'again')
    })
    schedule(1, 'again')

    runUntil(kernel, 1_100_000)

    expect(kernel.stuck).toBe(false)
    expect(kernel.fired).toBe(1_100_000)
  })

  it('fires nothing more once it is halted', () => {
    const { kernel, history, schedule, handOver, reactTo } = setUp()
    reactTo('a', () => {
      handOver('a1')
      kernel.halt()
    })
    schedule(10, 'a')
    schedule(20, 'b')

    expect(runUntil(kernel, 30)).toBe(true)

    expect(history).toEqual(['10 a'])
    expect(kernel.now).toBe(10)
  })

  describe('saved and restored', () => {
    it('goes on the same from anywhere', () => {
      fc.assert(
        fc.property(fc.integer(), fc.nat(400), (seed, end) => {
          const original = busy(seed)
          runUntil(original.kernel, end)
          const state = structuredClone(original.kernel.save())
          const restored = busy(seed, { state, words: original.words() })
          expect(restored.kernel.save()).toEqual(state)
          const told = original.history.length

          runUntil(original.kernel, 500)
          runUntil(restored.kernel, 500)

          expect(restored.history).toEqual(original.history.slice(told))
          expect(restored.kernel.save()).toEqual(original.kernel.save())
        }),
        { seed: 20_260_801, numRuns: 100 },
      )
    })

    it('is saved between instants, or when nothing fires any more', () => {
      const { kernel, handOver } = setUp()
      handOver('a')
      expect(() => kernel.save()).toThrow('a run is saved between instants')

      kernel.halt()
      expect(kernel.save().fired).toBe(0)
    })

    it('is still stuck when it was', () => {
      const { kernel, handOver, history, reactTo } = setUp()
      reactTo('again', () => {
        history.length = 0
        handOver('again')
      })
      handOver('again')
      runUntil(kernel, 10)

      const restored = new Kernel()
      restored.restore(kernel.save())

      expect(restored.stuck).toBe(true)
    })
  })
})

function runUntil(kernel: Kernel, end: number, firesMax?: number): boolean {
  return kernel.runUntil(at(end), firesMax)
}

function at(time: number): SimTime {
  return time as SimTime
}

function ns(count: number): Duration {
  return count as Duration
}

/** One entity that writes down what reaches it, and does what the test says. */
function setUp() {
  const kernel = new Kernel()
  const history: string[] = []
  const names: string[] = []
  const reactions = new Map<string, () => void>()
  const told: Entity = {
    fire(_kind, argument) {
      const name = names[argument] ?? `${argument}`
      history.push(`${kernel.now} ${name}`)
      reactions.get(name)?.()
    },
  }
  const entity = kernel.register('entity', told)
  const numberOf = (name: string) => {
    const known = names.indexOf(name)
    return known < 0 ? names.push(name) - 1 : known
  }
  return {
    kernel,
    history,
    told,
    entity,
    schedule: (delay: number, name: string) =>
      kernel.schedule(ns(delay), entity, 0, numberOf(name)),
    handOver: (name: string) => kernel.handOver(entity, 0, numberOf(name)),
    reactTo: (name: string, reaction: () => void) => reactions.set(name, reaction),
  }
}

/** Three entities that keep each other busy: timers with ties, hand-offs, cancellations. */
function busy(seed: number, saved?: { readonly state: KernelState; readonly words: number[] }) {
  const kernel = new Kernel()
  if (saved) kernel.restore(saved.state)
  const history: string[] = []
  const words = saved?.words ?? [seed | 0, -1]
  const draw = (below: number) => {
    words[0] = (Math.imul(words[0] as number, 1_664_525) + 1_013_904_223) | 0
    return ((words[0] >>> 8) % below) as number
  }
  const entities: EntityIndex[] = []
  for (const name of ['a', 'b', 'c']) {
    const fire = (kind: number, argument: number) => {
      history.push(`${kernel.now} ${name} ${kind} ${argument}`)
      if (kind === 1) return
      const next = entities[draw(3)] as EntityIndex
      kernel.schedule(ns(draw(9)), next, 0, draw(100))
      kernel.handOver(entities[draw(3)] as EntityIndex, 1, draw(100))
      // The alarm of before is cancelled, unless it has gone off.
      kernel.cancel(words[1] as TimerHandle)
      words[1] = kernel.schedule(ns(draw(9)), next, 1, draw(100))
    }
    entities.push(kernel.register(name, { fire }))
  }
  if (!saved) for (const entity of entities) kernel.schedule(ns(draw(5)), entity, 0, 0)
  return { kernel, history, words: () => [...words] }
}
