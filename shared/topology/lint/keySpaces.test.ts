import { describe, expect, it } from 'vitest'
import { output, rabbit, shop, sketch, worker } from '../sketch.ts'
import { fixed, messages } from './found.ts'

describe('key spaces', () => {
  it('are refused where their changes go back in time', () => {
    expect(messages(drawing([0, 1000, 2000]), 'key-phase-order')).toEqual([])
    expect(messages(drawing([2000, 1000]), 'key-phase-order')).toEqual([
      "The keys of the output 'on' of the handler 'handler' of 'clerk' change at 2 s, and then at 1 s. Each change comes later than the one before.",
      "The keys of the source 'source' of 'shop' change at 2 s, and then at 1 s. Each change comes later than the one before.",
    ])
    expect(fixed(drawing([2000, 1000]), 'key-phase-order')).toMatchObject({ fromMs: 2000 })
    expect(messages(drawing([1000, 1000]), 'key-phase-order')).toHaveLength(2)
  })
})

function drawing(times: readonly number[]) {
  const distribution = { kind: 'uniform' }
  const phases = times.map((fromMs) => ({ fromMs, distribution }))
  const keys = { prefix: 'k', size: 9, distribution, phases }
  const outputs = { on: output('q2', { key: { kind: 'draw', keys } }) }
  return sketch({
    services: { shop: shop('q', { keys }), clerk: worker(['work'], { outputs }) },
    channels: { q: { kind: 'rabbitQueue' }, q2: { kind: 'rabbitQueue' } },
    subscriptions: { work: rabbit('q', 'clerk') },
  })
}
