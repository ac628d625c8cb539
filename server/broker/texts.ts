// Routing keys and attribute sets as whole numbers, so that messages carry numbers only. Interned in the
// order of their first use, which a recipe fixes.

import { type AttributeSet, attributeBytes } from '#shared/schemas/attributes.ts'
import type { PublishProperties } from './properties.ts'

export interface TextsState {
  readonly texts: readonly string[]
  readonly attributeSets: readonly AttributeSet[]
  readonly properties: readonly PublishProperties[]
}

export class Texts {
  readonly #texts: string[] = ['']
  readonly #numberByText = new Map<string, number>([['', 0]])
  readonly #sets: AttributeSet[] = [[]]
  readonly #numberBySet = new Map<string, number>([['[]', 0]])
  readonly #setBytes: number[] = [0]
  /** Numbered from 1. */
  readonly #properties: PublishProperties[] = []
  readonly #numberByProperties = new Map<string, number>()

  /** The empty text is 0. */
  intern(text: string): number {
    const known = this.#numberByText.get(text)
    if (known !== undefined) return known
    const number = this.#texts.length
    this.#texts.push(text)
    this.#numberByText.set(text, number)
    return number
  }

  text(number: number): string {
    return this.#texts[number] ?? ''
  }

  /** The empty set is 0; a set is known by its pairs in the order of their names. */
  internAttributes(attributes: AttributeSet): number {
    const sorted = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1))
    const spelled = JSON.stringify(sorted)
    const known = this.#numberBySet.get(spelled)
    if (known !== undefined) return known
    const number = this.#sets.length
    this.#sets.push(sorted)
    this.#setBytes.push(attributeBytes(sorted))
    this.#numberBySet.set(spelled, number)
    return number
  }

  /** Different sets so far. */
  get attributeSets(): number {
    return this.#sets.length
  }

  attributes(number: number): AttributeSet {
    return this.#sets[number] ?? []
  }

  /** What SNS and SQS count for the set. */
  attributeBytes(number: number): number {
    return this.#setBytes[number] ?? 0
  }

  /** Null, nothing said, is 0. */
  internProperties(properties: PublishProperties | null): number {
    if (properties === null) return 0
    const spelled = JSON.stringify(properties)
    const known = this.#numberByProperties.get(spelled)
    if (known !== undefined) return known
    const number = this.#properties.push(properties)
    this.#numberByProperties.set(spelled, number)
    return number
  }

  properties(number: number): PublishProperties | null {
    return number === 0 ? null : (this.#properties[number - 1] ?? null)
  }

  save(): TextsState {
    return {
      texts: [...this.#texts],
      attributeSets: [...this.#sets],
      properties: [...this.#properties],
    }
  }

  restore(state: TextsState): void {
    for (const text of state.texts) this.intern(text)
    for (const set of state.attributeSets) this.internAttributes(set)
    for (const properties of state.properties) this.internProperties(properties)
  }
}
