// Reads JSON text without recursion and without building anything, to say in words and with line and
// column what is wrong with it. JSON.parse would keep the last of two equal keys and say nothing.

import { JSON_DEPTH_MAX } from './json.ts'

/** A sentence, or null where `JSON.parse` will succeed. */
export function problemWithText(text: string, depthMax = JSON_DEPTH_MAX): string | null {
  const scanner = new Scanner(text, depthMax)
  const problem = scanner.firstProblem()
  if (problem === null) return null
  const before = text.slice(0, problem.at).split('\n')
  const column = (before.at(-1) ?? '').length + 1
  return `Line ${before.length}, column ${column}: ${problem.message}`
}

interface Problem {
  readonly at: number
  readonly message: string
}

interface Container {
  readonly closer: ']' | '}'
  /** Of an object: the keys so far. */
  readonly keys: Set<string> | null
}

/** What may come next. After an opening bracket its closing one may come at once, after a comma not. */
type Expected = 'value' | 'firstItem' | 'firstKey' | 'key' | 'commaOrCloser'

const BLANK = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

class Scanner {
  #at = 0
  #expected: Expected = 'value'
  readonly #open: Container[] = []
  readonly #text: string
  readonly #depthMax: number

  constructor(text: string, depthMax: number) {
    this.#text = text
    this.#depthMax = depthMax
  }

  firstProblem(): Problem | null {
    do {
      this.#skip(BLANK)
      const problem = this.#step()
      if (problem !== null) return problem
    } while (this.#open.length > 0)
    this.#skip(BLANK)
    return this.#at < this.#text.length
      ? this.#found('The document has ended, but here follows')
      : null
  }

  #step(): Problem | null {
    const container = this.#open.at(-1)
    if (this.#at >= this.#text.length) return this.#problem('The text ends too early.')
    switch (this.#expected) {
      case 'value':
        return this.#value()
      case 'firstItem':
        return this.#closes(container) ? null : this.#value()
      case 'firstKey':
        return this.#closes(container) ? null : this.#key(container)
      case 'key':
        return this.#key(container)
      case 'commaOrCloser':
        return this.#closes(container) ? null : this.#comma(container)
    }
  }

  #value(): Problem | null {
    const first = this.#text[this.#at]
    if (first === '{') return this.#opens({ closer: '}', keys: new Set() }, 'firstKey')
    if (first === '[') return this.#opens({ closer: ']', keys: null }, 'firstItem')
    this.#expected = 'commaOrCloser'
    if (first === '"') return this.#string()
    if (this.#skip(NUMBER) || this.#skip(WORD)) return null
    return this.#found('A value is expected, but here stands')
  }

  #opens(container: Container, expected: Expected): Problem | null {
    if (this.#open.length >= this.#depthMax)
      return this.#problem(`The text is nested more than ${this.#depthMax} levels deep.`)
    this.#open.push(container)
    this.#at += 1
    this.#expected = expected
    return null
  }

  #closes(container: Container | undefined): boolean {
    if (container === undefined || this.#text[this.#at] !== container.closer) return false
    this.#open.pop()
    this.#at += 1
    this.#expected = 'commaOrCloser'
    return true
  }

  #comma(container: Container | undefined): Problem | null {
    if (this.#text[this.#at] !== ',')
      return this.#found(`A comma or ${container?.closer} is expected, but here stands`)
    this.#at += 1
    this.#expected = container?.keys ? 'key' : 'value'
    return null
  }

  #key(container: Container | undefined): Problem | null {
    const start = this.#at
    if (this.#text[start] !== '"') return this.#found('A key in "…" is expected, but here stands')
    const problem = this.#string()
    if (problem !== null) return problem
    const key = String(JSON.parse(this.#text.slice(start, this.#at)))
    if (container?.keys?.has(key)) {
      this.#at = start
      return this.#problem(`The key ${JSON.stringify(key)} stands twice in one object.`)
    }
    container?.keys?.add(key)
    this.#skip(BLANK)
    if (this.#text[this.#at] !== ':') return this.#found('A colon is expected, but here stands')
    this.#at += 1
    this.#expected = 'value'
    return null
  }

  #string(): Problem | null {
    this.#at += 1
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text[this.#at]
      if (character === '"') {
        this.#at += 1
        return null
      }
      if (character === '\\') {
        if (!this.#skip(ESCAPE)) return this.#problem('This escape with \\ is not known to JSON.')
        this.#at -= 1
      } else if (character !== undefined && character < ' ')
        return this.#problem('A text in "…" ends in the line in which it begins.')
    }
    return this.#problem('The text ends too early.')
  }

  /** Moves past what matches here. Says whether anything did. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match === null) return false
    this.#at += match[0].length
    return match[0].length > 0
  }

  #found(message: string): Problem {
    const found = [...this.#text.slice(this.#at, this.#at + 2)][0]
    if (found === undefined) return this.#problem('The text ends too early.')
    return this.#problem(`${message} ${JSON.stringify(found)}.`)
  }

  #problem(message: string): Problem {
    return { at: this.#at, message }
  }
}
