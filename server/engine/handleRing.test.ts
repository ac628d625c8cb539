import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HandleRing } from './handleRing.ts'

describe('HandleRing', () => {
  it('behaves as an array does, also when it is saved and restored', () => {
    fc.assert(
      fc.property(fc.array(anyAct(), { maxLength: 60, size: 'max' }), (acts) => {
        let ring = new HandleRing()
        const model: number[] = []

        for (const { pushes, shifts, isRestored } of acts) {
          for (const item of pushes) {
            ring.push(item)
            model.push(item)
          }
          for (const item of model.splice(0, shifts)) expect(ring.shift()).toBe(item)
          if (isRestored) ring = restored(ring)

          expect(ring.size).toBe(model.length)
          expect(model.map((_, index) => ring.at(index))).toEqual(model)
          expect([...ring.save()]).toEqual(model)
        }
      }),
      { seed: 20_261_122 },
    )
  })

  it('has nothing to give when it is empty, nor outside', () => {
    const ring = new HandleRing()
    ring.push(1)

    expect(() => ring.at(1)).toThrow('the index lies in the ring')
    expect(() => ring.at(-1)).toThrow('the index lies in the ring')
    ring.shift()
    expect(() => ring.shift()).toThrow('the ring is not empty')
  })
})

function restored(ring: HandleRing): HandleRing {
  const copy = new HandleRing()
  copy.push(5)
  copy.push(6)
  copy.shift()
  copy.restore(structuredClone(ring.save()))
  return copy
}

function anyAct() {
  return fc.record({
    pushes: fc.array(fc.integer(), { maxLength: 30 }),
    shifts: fc.nat(30),
    isRestored: fc.boolean(),
  })
}
