// {"numeric": [">", 0, "<=", 100]}: one comparison, or a lower bound and an upper one.

import type { Step } from '../../lib/json.ts'
import { comparable, isComparable, type NumberRange } from './numbers.ts'
import { PolicyError } from './problem.ts'

const ADVICE = 'Write [">=", 10], ["=", 10] or [">", 0, "<=", 100].'

const UNBOUNDED: NumberRange = { low: null, isLowOpen: false, high: null, isHighOpen: false }

export function numericRange(operand: unknown, path: readonly Step[]): NumberRange {
  const refuse = (reason: string): never => {
    throw new PolicyError({ reason, path, advice: ADVICE })
  }
  if (!Array.isArray(operand)) return refuse('Value of numeric must be an array.')
  const terms = new Terms(operand, refuse)
  const operator = terms.operator()
  switch (operator) {
    case '=': {
      const at = comparable(terms.number('equals'))
      return terms.ended({ ...UNBOUNDED, low: at, high: at })
    }
    case '<':
    case '<=': {
      const high = comparable(terms.number(operator))
      return terms.ended({ ...UNBOUNDED, high, isHighOpen: operator === '<' })
    }
    case '>':
    case '>=': {
      const low = comparable(terms.number(operator))
      const range = { ...UNBOUNDED, low, isLowOpen: operator === '>' }
      return terms.isAtEnd ? range : terms.closed(range)
    }
    default:
      return refuse(`Unrecognized numeric range operator: ${operator}`)
  }
}

/** The terms one after the other, in the order in which AWS finds fault with them. */
class Terms {
  readonly #terms: readonly unknown[]
  readonly #refuse: (reason: string) => never
  #at = 0

  constructor(terms: readonly unknown[], refuse: (reason: string) => never) {
    this.#terms = terms
    this.#refuse = refuse
  }

  get isAtEnd(): boolean {
    return this.#at === this.#terms.length
  }

  operator(): string {
    const term = this.#next()
    if (typeof term === 'string') return term
    return this.#refuse(`Invalid member in numeric match: ${spelled(term)}`)
  }

  number(name: string): number {
    const term = this.#next()
    if (typeof term !== 'number') return this.#refuse(`Value of ${name} must be numeric`)
    if (isComparable(term)) return term
    return this.#refuse('Value must be between -5.0E9 and 5.0E9, inclusive')
  }

  ended(range: NumberRange): NumberRange {
    return this.isAtEnd ? range : this.#refuse('Too many elements in numeric expression')
  }

  /** The upper bound after the lower one. */
  closed(lower: NumberRange): NumberRange {
    const operator = this.#next()
    if (typeof operator !== 'string')
      return this.#refuse(`Bad value in numeric range: ${spelled(operator)}`)
    if (operator !== '<' && operator !== '<=')
      return this.#refuse(`Bad numeric range operator: ${operator}`)
    const high = comparable(this.number(operator))
    if (!this.isAtEnd) return this.#refuse('Too many terms in numeric range expression')
    if ((lower.low ?? high) >= high) return this.#refuse('Bottom must be less than top')
    return { ...lower, high, isHighOpen: operator === '<' }
  }

  /** Undefined after the last. */
  #next(): unknown {
    const term = this.#terms[this.#at]
    this.#at = Math.min(this.#at + 1, this.#terms.length)
    return term
  }
}

/** As the parser of AWS names what it came to: after the last term, the end of the list. */
function spelled(term: unknown): string {
  if (term === undefined) return ']'
  if (typeof term !== 'object' || term === null) return String(term)
  return Array.isArray(term) ? '[' : '{'
}
