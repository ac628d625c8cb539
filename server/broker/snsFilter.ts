// The filter policy of a subscription to an SNS topic, at work.

import type { AttributeSet } from '#shared/schemas/attributes.ts'
import {
  type CompiledPolicy,
  compilePolicy,
  type FilterPolicy,
  type PolicyScope,
} from '#shared/schemas/filterPolicy/compile.ts'
import { matchesAttributes, matchesBody } from '#shared/schemas/filterPolicy/match.ts'
import type { Texts } from './texts.ts'

const UNKNOWN = 0
const MATCHES = 1
const DIFFERS = 2

export interface FilterOptions {
  /** Empty: everything matches. One that SNS would not accept matches nothing. */
  readonly policy: FilterPolicy
  readonly scope: PolicyScope
  readonly texts: Texts
}

export class Filter {
  readonly #policy: CompiledPolicy | null
  readonly #texts: Texts
  /** By number of the set of attributes: each is looked at once. */
  #known = new Uint8Array(64)

  constructor({ policy, scope, texts }: FilterOptions) {
    const compiled = compilePolicy(policy, scope)
    this.#policy = compiled.ok ? compiled.policy : null
    this.#texts = texts
  }

  /** `attributes`: the number of the set. The body is worked out only for a policy that looks at it. */
  matches(attributes: number, body: () => unknown): boolean {
    const policy = this.#policy
    if (policy === null) return false
    if (policy.branches.length === 0) return true
    if (policy.scope === 'MessageBody') return matchesBody(policy, body())
    while (attributes >= this.#known.length) this.#grow()
    if (this.#known[attributes] === UNKNOWN)
      this.#known[attributes] = matchesAttributes(policy, this.#setOf(attributes))
        ? MATCHES
        : DIFFERS
    return this.#known[attributes] === MATCHES
  }

  #setOf(attributes: number): AttributeSet {
    return this.#texts.attributes(attributes)
  }

  #grow(): void {
    const larger = new Uint8Array(this.#known.length * 2)
    larger.set(this.#known)
    this.#known = larger
  }
}
