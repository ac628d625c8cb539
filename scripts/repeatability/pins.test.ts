import { describe, expect, it } from 'vitest'
import { type Pins, pinFindings, pinsOf, storedPins } from './pins.ts'
import { pinnedRecipes } from './recipes.fixture.ts'

describe('the pinned histories', () => {
  // Whatever machine and version of Node this runs on. Written by `npm run repeatability -- --pin`.
  it('are what every machine gives', () => {
    expect(pinFindings(storedPins(), pinsOf(pinnedRecipes()))).toEqual([])
  })
})

describe('pinFindings', () => {
  it('says that the engine has changed where the recipe has not', () => {
    const findings = pinFindings(pins({ history: 'aa' }), pins({ history: 'bb' }))

    expect(findings).toEqual([
      'shop gave aa (9 records) and now gives bb (9), from the same recipe. Either this machine computes ' +
        'something differently, or the engine has changed: then stored runs change too, so ENGINE_VERSION ' +
        'must no longer be 1. Pin again: npm run repeatability -- --pin',
    ])
  })

  it('says where it is another recipe that gives another history', () => {
    const findings = pinFindings(pins({}), pins({ history: 'bb', recipe: 'other' }))

    expect(findings).toEqual([expect.stringContaining('it is another recipe now. Pin again')])
  })

  it('lets a recipe pass that is written otherwise and gives the same', () => {
    expect(pinFindings(pins({}), pins({ recipe: 'other' }))).toEqual([])
  })

  it('misses none, and wants none that is gone', () => {
    const none = { engineVersion: '1', pins: {} }

    expect(pinFindings(none, pins({}))).toEqual([expect.stringContaining('shop is not pinned yet')])
    expect(pinFindings(pins({}), none)).toEqual([
      expect.stringContaining('shop is pinned and does not exist'),
    ])
  })
})

function pins(pin: { readonly history?: string; readonly recipe?: string }): Pins {
  return {
    engineVersion: '1',
    pins: { shop: { recipe: 'r', history: 'aa', records: 9, ...pin } },
  }
}
