import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DeliveryHandle } from './deliveries.ts'
import { KafkaHandedOut } from './kafkaHandedOut.ts'

describe('KafkaHandedOut', () => {
  it('keeps the order of handing out, whatever is taken first', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(-1), fc.nat(12)), { maxLength: 80 }), (steps) => {
        const handedOut = new KafkaHandedOut()
        const expected: number[] = []
        for (const [number, step] of steps.entries()) {
          if (step < 0) {
            handedOut.push(number as DeliveryHandle)
            expected.push(number)
          } else {
            const [taken = 1000] = expected.splice(step, 1)
            expect(handedOut.take(taken as DeliveryHandle)).toBe(taken !== 1000)
          }
          expect([handedOut.size, handedOut.all]).toEqual([expected.length, expected])
        }
      }),
    )
  })

  it('has nothing once it is cleared', () => {
    const handedOut = new KafkaHandedOut()
    for (const delivery of [3, 4, 5]) handedOut.push(delivery as DeliveryHandle)

    handedOut.clear()

    expect([handedOut.all, handedOut.take(4 as DeliveryHandle)]).toEqual([[], false])
  })
})
