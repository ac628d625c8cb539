import { describe, expect, it } from 'vitest'
import { differencesOf, type Place } from './compare.ts'
import { randomRuns } from './recipes.fixture.ts'
import { type History, historyBySecond, historyInOneGo } from './repeatableRun.ts'

describe('differencesOf', () => {
  const { recipes, places } = setUp()

  it('finds none between a run in one go and one that stops each second', () => {
    expect(differencesOf(recipes, places)).toEqual([])
  })

  it('names the recipe and the first second of a planted difference', () => {
    const planted = withHistory(places[0], 1, (history) => ({
      ...history,
      hash: 'planted',
      hashesBySecond: history.hashesBySecond.map((hash, second) => (second < 6 ? hash : 'planted')),
    }))

    const differences = differencesOf(recipes, [places[0], planted])

    expect(differences.map(({ recipe }) => recipe)).toEqual([recipes[1]])
    expect(differences[0]?.what).toMatch(
      /^random 2: elsewhere gives planted \(\d+ records\), here gives \w{32} \(\d+ records\); they part in virtual second 7\.$/,
    )
  })

  it('says where the seconds agree and only the way there differs', () => {
    const planted = withHistory(places[1], 0, (history) => ({ ...history, hash: 'planted' }))

    const [difference] = differencesOf(recipes, [places[0], planted])

    expect(difference?.what).toContain('stopping on the way makes the difference')
  })

  it('misses no history', () => {
    const differences = differencesOf(recipes, [places[0], { name: 'elsewhere', histories: [] }])

    expect(differences.map(({ what }) => what)).toEqual([
      'random 1: elsewhere has no history of it.',
      'random 2: elsewhere has no history of it.',
    ])
  })
})

function setUp() {
  const recipes = randomRuns(2)
  const places = [
    { name: 'here', histories: recipes.map(historyBySecond) },
    { name: 'there', histories: recipes.map(historyInOneGo) },
  ] as const
  return { recipes, places }
}

function withHistory(place: Place, at: number, change: (history: History) => History): Place {
  const histories = place.histories.map((history, index) =>
    index === at ? change(history) : history,
  )
  return { name: 'elsewhere', histories }
}
