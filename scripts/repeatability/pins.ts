// The histories that a set of recipes must give on every machine: `pinned.json`, checked by the tests
// with whatever version of Node they run on, written by `npm run repeatability -- --pin`.

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { ENGINE_VERSION } from '#shared/topology/recipe.ts'
import { historyInOneGo, type RepeatableRun } from './repeatableRun.ts'

const file = new URL('pinned.json', import.meta.url)

export interface Pin {
  /** Of the recipe: tells a changed recipe from a changed engine. */
  readonly recipe: string
  readonly history: string
  readonly records: number
}

export interface Pins {
  readonly engineVersion: string
  readonly pins: Readonly<Record<string, Pin>>
}

export function pinsOf(recipes: readonly RepeatableRun[]): Pins {
  const pins = recipes.map((recipe) => [recipe.name, pinOf(recipe)] as const)
  return { engineVersion: ENGINE_VERSION, pins: Object.fromEntries(pins) }
}

export function storedPins(): Pins {
  return JSON.parse(readFileSync(file, 'utf8')) as Pins
}

export function storePins(pins: Pins): void {
  writeFileSync(file, `${JSON.stringify(pins, null, 2)}\n`)
}

/** A sentence for each recipe whose history is not the pinned one, with what to do about it. */
export function pinFindings(stored: Pins, current: Pins): readonly string[] {
  const pinned = new Map(Object.entries(stored.pins))
  const findings = Object.entries(current.pins).flatMap(([name, pin]) => {
    const before = pinned.get(name)
    pinned.delete(name)
    if (before === undefined) return [`${name} is not pinned yet. ${PIN_AGAIN}`]
    if (before.history === pin.history && before.records === pin.records) return []
    return [`${name} ${changeBetween(before, pin, stored.engineVersion)}`]
  })
  const gone = [...pinned.keys()].map(
    (name) => `${name} is pinned and does not exist. ${PIN_AGAIN}`,
  )
  return [...findings, ...gone]
}

const PIN_AGAIN = 'Pin again: npm run repeatability -- --pin'

function changeBetween(before: Pin, now: Pin, engineVersion: string): string {
  const what = `gave ${before.history} (${before.records} records) and now gives ${now.history} (${now.records})`
  if (before.recipe !== now.recipe) return `${what}: it is another recipe now. ${PIN_AGAIN}`
  return (
    `${what}, from the same recipe. Either this machine computes something differently, or the engine ` +
    `has changed: then stored runs change too, so ENGINE_VERSION must no longer be ${engineVersion}. ${PIN_AGAIN}`
  )
}

function pinOf(recipe: RepeatableRun): Pin {
  const { hash, records } = historyInOneGo(recipe)
  const digest = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16)
  return { recipe: digest, history: hash, records }
}
