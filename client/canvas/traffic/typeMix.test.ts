import { describe, expect, it } from 'vitest'
import { TypeMix } from './typeMix.ts'

describe('TypeMix', () => {
  const edge = { id: 'binding:email', eventTypeIds: ['rejected', 'reserved'] }

  it('divides evenly what may flow, before anything has', () => {
    expect(new TypeMix().shares(edge)).toEqual([
      { eventTypeId: 'rejected', part: 0.5 },
      { eventTypeId: 'reserved', part: 0.5 },
    ])
  })

  it('then counts what did', () => {
    const mix = new TypeMix()
    for (const type of ['reserved', 'reserved', 'rejected', 'reserved']) mix.count(edge.id, type)

    expect(mix.shares(edge)).toEqual([
      { eventTypeId: 'rejected', part: 0.25 },
      { eventTypeId: 'reserved', part: 0.75 },
    ])
  })

  it('forgets what flowed long ago', () => {
    const mix = new TypeMix()
    mix.count(edge.id, 'rejected')
    for (let reading = 0; reading < 20; reading += 1) mix.fade()
    mix.count(edge.id, 'reserved')

    expect(mix.shares(edge)).toEqual([{ eventTypeId: 'reserved', part: 1 }])
  })
})
