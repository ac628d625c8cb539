import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { START } from './time.ts'
import { NO_TIMER, type TimerHandle, TimerQueue } from './timerQueue.ts'

const CLOCK = { now: START }

describe('TimerQueue', () => {
  it('gives timers out by time, and those of one time in the order of scheduling', () => {
    const { push, popAll } = setUp()
    push(30, 1)
    push(10, 2)
    push(20, 3)
    push(10, 4)

    expect(popAll()).toEqual(['10 #2', '10 #4', '20 #3', '30 #1'])
  })

  it('has no earliest time when it is empty', () => {
    const { queue, push, popAll } = setUp()
    expect(queue().earliestAt).toBe(Infinity)
    push(5, 1)
    expect(queue().earliestAt).toBe(5)
    popAll()
    expect(queue().earliestAt).toBe(Infinity)
  })

  it('leaves out what was cancelled', () => {
    const { queue, push, popAll } = setUp()
    const first = push(10, 1)
    push(20, 2)
    const last = push(30, 3)

    queue().cancel(first)
    queue().cancel(last)
    queue().cancel(last)

    expect(queue().earliestAt).toBe(20)
    expect(popAll()).toEqual(['20 #2'])
  })

  it('does not cancel a timer that has taken the place of a fired one', () => {
    const { queue, push, popAll } = setUp()
    const fired = push(10, 1)
    popAll()
    const later = push(20, 2)
    expect(later).not.toBe(fired)

    queue().cancel(fired)
    queue().cancel(NO_TIMER)

    expect(popAll()).toEqual(['20 #2'])
  })

  it('gives nothing out when nothing is pending', () => {
    const { queue } = setUp()
    expect(() => queue().pop()).toThrow('a timer is pending')
  })

  it('keeps thousands', () => {
    const { push, popAll } = setUp()
    for (let order = 1; order <= 5000; order += 1) push((order * 7919) % 5003, order)

    const times = popAll().map((timer) => Number(timer.split(' ')[0]))

    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times).toHaveLength(5000)
  })

  it('behaves as a sorted list does, whatever is scheduled, cancelled, taken out, saved', () => {
    fc.assert(
      fc.property(fc.array(anyOperation, { maxLength: 200, size: 'max' }), (operations) => {
        const stand = new Stand()

        for (const operation of operations) stand.take(operation)

        stand.takeAll()
      }),
      { seed: 20_260_801, numRuns: 120 },
    )
  })
})

type Operation =
  | { readonly kind: 'push'; readonly at: number }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'pop' | 'restore' }

const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), at: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'pop' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restore' as const }) },
)

/** The queue beside a list that is sorted again for each timer. */
class Stand {
  readonly #queue = setUp()
  readonly #handles: TimerHandle[] = []
  #pending: { readonly at: number; readonly order: number; readonly handle: TimerHandle }[] = []
  #order = 0

  take(operation: Operation): void {
    if (operation.kind === 'push') this.#push(operation.at)
    else if (operation.kind === 'cancel') this.#cancel(operation.which)
    else if (operation.kind === 'restore') this.#queue.saveAndRestore()
    else if (this.#pending.length > 0) this.#pop()
    expect(this.#queue.queue().earliestAt).toBe(this.#pending[0]?.at ?? Infinity)
  }

  takeAll(): void {
    while (this.#pending.length > 0) this.#pop()
    expect(this.#queue.popAll()).toEqual([])
  }

  #push(at: number): void {
    this.#order += 1
    const handle = this.#queue.push(at, this.#order)
    this.#handles.push(handle)
    this.#pending.push({ at, order: this.#order, handle })
    this.#pending.sort((a, b) => a.at - b.at || a.order - b.order)
  }

  /** Of any timer there ever was: most have fired or were cancelled already. */
  #cancel(which: number): void {
    const cancelled = this.#handles[which % Math.max(1, this.#handles.length)] ?? NO_TIMER
    this.#queue.queue().cancel(cancelled)
    this.#pending = this.#pending.filter(({ handle }) => handle !== cancelled)
  }

  #pop(): void {
    const next = this.#pending.shift()
    expect(this.#queue.pop()).toBe(`${next?.at} #${next?.order}`)
  }
}

function setUp() {
  let queue = new TimerQueue(CLOCK)

  /** `order`: how many were pushed, with this one. */
  const push = (at: number, order: number) => queue.push(at, 1, at, order)

  const pop = () => {
    expect(queue.earliestAt).toBeLessThan(Infinity)
    const slot = queue.pop()
    return `${queue.kind(slot)} #${queue.argument(slot)}`
  }

  const popAll = () => {
    const popped: string[] = []
    while (queue.earliestAt < Infinity) popped.push(pop())
    return popped
  }

  const saveAndRestore = () => {
    const state = structuredClone(queue.save())
    const restored = new TimerQueue(CLOCK)
    restored.restore(state)
    expect(restored.save()).toEqual(state)
    queue = restored
  }

  return { queue: () => queue, push, pop, popAll, saveAndRestore }
}
