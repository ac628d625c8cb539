import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ring } from './ring.ts'

describe('Ring', () => {
  it('gives out first what came first', () => {
    const ring = ringOf(1, 2, 3)

    expect([ring.shift(), ring.shift(), ring.shift()]).toEqual([1, 2, 3])
    expect(ring.size).toBe(0)
  })

  it('takes items before all others', () => {
    const ring = ringOf(2, 3)

    ring.unshift(1)

    expect(ring.save()).toEqual([1, 2, 3])
  })

  it('has nothing to give when it is empty, nor outside', () => {
    const ring = ringOf(1)

    expect(() => ring.at(1)).toThrow('the index lies in the ring')
    expect(() => ring.at(-1)).toThrow('the index lies in the ring')
    ring.clear()
    expect(() => ring.shift()).toThrow('the ring is not empty')
  })

  it('has room for a power of two', () => {
    expect(() => new Ring(6)).toThrow('the capacity is a power of two')
  })

  it('behaves as an array does', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...OPERATIONS), fc.nat())), (operations) => {
        const model: number[] = []
        operations.reduce((ring, [operation, item]) => {
          const next = operation(ring, model, item)
          expect(next.save()).toEqual(model)
          expect(next.size).toBe(model.length)
          return next
        }, new Ring(2))
      }),
      { seed: 20_260_801 },
    )
  })
})

type Operation = (ring: Ring, model: number[], item: number) => Ring

const push: Operation = (ring, model, item) => {
  model.push(item)
  ring.push(item)
  return ring
}

const unshift: Operation = (ring, model, item) => {
  model.unshift(item)
  ring.unshift(item)
  return ring
}

const shift: Operation = (ring, model) => {
  if (model.length > 0) expect(ring.shift()).toBe(model.shift())
  return ring
}

const restore: Operation = (ring) => {
  const copy = new Ring(4)
  copy.restore(ring.save())
  return copy
}

const OPERATIONS = [push, push, unshift, shift, restore]

function ringOf(...items: readonly number[]): Ring {
  const ring = new Ring()
  for (const item of items) ring.push(item)
  return ring
}
