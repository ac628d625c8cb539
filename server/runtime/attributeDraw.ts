// The attributes that a publisher gives its events: those of the cause, with its own added or put in their place.

import { entriesById } from '#shared/lib/entries.ts'
import type { AttributeSet, AttributeValue } from '#shared/schemas/attributes.ts'
import type { AttributeChoice } from '#shared/topology/fields.ts'
import type { Texts } from '../broker/texts.ts'
import type { Random } from '../engine/random.ts'
import { Chooser } from './chooser.ts'

/** What came out is remembered for so many ways in which it can come: most drawings have a handful. */
const REMEMBERED_MAX = 65_536

interface OwnAttribute {
  readonly name: string
  readonly chooser: Chooser<AttributeValue>
  /** Index of the value that was drawn last. */
  drawn: number
}

export class AttributeDraw {
  /** In the order of their names. */
  readonly #own: readonly OwnAttribute[]
  /** Ways in which the draws can come out. */
  readonly #ways: number
  /** Interned sets by what was carried and how the draws came out. */
  readonly #known = new Map<number, number>()

  constructor(attributes: Readonly<Record<string, AttributeChoice>>) {
    this.#own = entriesById(attributes).map(([name, choice]) => {
      return { name, chooser: new Chooser<AttributeValue>(choice), drawn: 0 }
    })
    this.#ways = this.#own.reduce((ways, { chooser }) => ways * chooser.count, 1)
  }

  /** What is carried stays as it is. */
  get isEmpty(): boolean {
    return this.#own.length === 0
  }

  /** What an event has whose cause has `carried`; both are interned. */
  after(carried: number, random: Random, texts: Texts): number {
    let way = carried
    for (const own of this.#own) {
      own.drawn = own.chooser.draw(random)
      way = way * own.chooser.count + own.drawn
    }
    const known = this.#known.get(way)
    if (known !== undefined) return known
    const attributes = this.#internAfter(carried, texts)
    const isExact = (carried + 1) * this.#ways <= Number.MAX_SAFE_INTEGER
    if (isExact && this.#known.size < REMEMBERED_MAX) this.#known.set(way, attributes)
    return attributes
  }

  #internAfter(carried: number, texts: Texts): number {
    const names = new Set(this.#own.map(({ name }) => name))
    const kept = texts.attributes(carried).filter(([name]) => !names.has(name))
    const drawn: AttributeSet = this.#own.map((own) => [own.name, own.chooser.valueAt(own.drawn)])
    return texts.internAttributes([...kept, ...drawn])
  }
}
