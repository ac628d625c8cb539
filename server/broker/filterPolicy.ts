// Filter policies of SNS subscriptions, on message attributes.

import type { AttributeSet, Texts } from './texts.ts'

/** Attributes are ANDed, the values of one are ORed. */
export type FilterPolicy = Readonly<Record<string, readonly FilterValue[]>>

export type FilterValue = string | { readonly prefix: string }

/** An attribute that is missing does not match. */
export function matchesPolicy(attributes: AttributeSet, policy: FilterPolicy): boolean {
  return Object.entries(policy).every(([name, values]) => {
    const attribute = attributes.find(([candidate]) => candidate === name)
    return attribute !== undefined && values.some((value) => matchesValue(attribute[1], value))
  })
}

function matchesValue(text: string, value: FilterValue): boolean {
  return typeof value === 'string' ? text === value : text.startsWith(value.prefix)
}

const UNKNOWN = 0
const MATCHES = 1
const DIFFERS = 2

/** A policy that decides once for each interned set of attributes. */
export class Filter {
  readonly #policy: FilterPolicy
  readonly #texts: Texts
  #known = new Uint8Array(64)

  constructor(policy: FilterPolicy, texts: Texts) {
    this.#policy = policy
    this.#texts = texts
  }

  /** `attributes`: the number of the set. */
  matches(attributes: number): boolean {
    while (attributes >= this.#known.length) this.#grow()
    if (this.#known[attributes] === UNKNOWN) {
      const isMatch = matchesPolicy(this.#texts.attributes(attributes), this.#policy)
      this.#known[attributes] = isMatch ? MATCHES : DIFFERS
    }
    return this.#known[attributes] === MATCHES
  }

  #grow(): void {
    const larger = new Uint8Array(this.#known.length * 2)
    larger.set(this.#known)
    this.#known = larger
  }
}
