// The search of `--find`: along the last path that is varied, for each combination of values of the others.

import { type Finding, findAlong, type OutcomesAt } from './finding.ts'
import type { Limit } from './limit.ts'
import type { PointOutcome } from './outcome.ts'
import { type Plan, pointCount, type Varied, type VariedValue, valuesAt } from './plan.ts'

/** Each is a search of its own, and a line of a table. */
const COMBINATIONS_MAX = 100

export interface Findings {
  readonly limit: Limit
  /** The path whose smallest value is sought. */
  readonly along: string
  /** The others that are varied. */
  readonly others: readonly string[]
  /** In the order of the points; where nothing else is varied, one. */
  readonly combinations: readonly Combination[]
}

export interface Combination {
  /** Of the others, one for each. */
  readonly values: readonly VariedValue[]
  readonly finding: Finding
}

/** Why a plan cannot be searched; null where it can. */
export function problemWithSearch({ varied }: Plan): string | null {
  const along = varied.at(-1)
  if (along === undefined)
    return '--find searches along the last --vary, and here nothing was varied: sweep with --vary PATH=VALUES first.'
  const { values, path } = along
  const isAscending = values.every(
    (value, index) =>
      typeof value === 'number' && (index === 0 || value > Number(values[index - 1])),
  )
  if (!isAscending)
    return varied.length === 1
      ? `--find needs the values of ${path} to be numbers that grow.`
      : `--find searches along the last --vary, and needs the values of ${path} to be numbers that grow: name last what you seek the smallest value of.`
  const combinations = pointCount(varied.slice(0, -1))
  if (combinations <= COMBINATIONS_MAX) return null
  return `--find searches along ${path} for each combination of the others, and these are ${combinations}; the most is ${COMBINATIONS_MAX}. Vary less, or in larger steps.`
}

/** All combinations at once: what they ask for in a round is run together, on all cores. */
export async function find(plan: Plan, limit: Limit, outcomesAt: OutcomesAt): Promise<Findings> {
  const along = plan.varied.at(-1)
  if (along === undefined) throw new Error(problemWithSearch(plan) ?? '')
  const others = plan.varied.slice(0, -1)
  const firsts = Array.from({ length: pointCount(others) }, (_, n) => n * along.values.length)
  const rounds = new Rounds(firsts.length, outcomesAt)
  const combinations = await Promise.all(
    firsts.map(async (first, n): Promise<Combination> => {
      const finding = await findAlong({ along, first, limit }, (points) => rounds.ask(points))
      rounds.leave()
      return { values: valuesAt(others, n), finding }
    }),
  )
  return { limit, along: along.path, others: pathsOf(others), combinations }
}

/** False where a value was not found, or not for certain. */
export function isAnswered({ combinations }: Findings): boolean {
  return combinations.every(
    ({ finding: { smallest, conclusive } }) => smallest !== null && conclusive,
  )
}

/** Why what was found is not certain, with the combination where there are several. */
export function doubtsOf({ others, combinations }: Findings): readonly Doubt[] {
  return combinations.flatMap(({ values, finding }) =>
    finding.doubts.map((text) => ({
      place: others.map((path, index) => ({ path, value: values[index] ?? '' })),
      text,
    })),
  )
}

interface Doubt {
  readonly place: readonly { readonly path: string; readonly value: VariedValue }[]
  readonly text: string
}

/** As the JSON of an experiment has it: where one path is varied, its finding alone. */
export function findingsJson({ limit, along, others, combinations }: Findings): object {
  const [only] = combinations
  if (others.length === 0 && only) return findingJson(only.finding)
  const told = combinations.map(({ values, finding }) => {
    const { limit: _same, ...rest } = findingJson(finding)
    const named = Object.fromEntries(others.map((path, index) => [path, values[index]]))
    return { values: named, ...rest }
  })
  return { limit: limit.text, along, combinations: told }
}

function findingJson({ limit, smallest, largest, conclusive, says }: Finding) {
  return { limit, smallest, largest, conclusive, says }
}

function pathsOf(varied: readonly Varied[]): readonly string[] {
  return varied.map(({ path }) => path)
}

interface Question {
  readonly points: readonly number[]
  readonly answer: (outcomes: readonly PointOutcome[]) => void
  readonly fail: (error: unknown) => void
}

/** Collects what searches ask for until each of them waits for an answer, and then asks for all of it. */
class Rounds {
  readonly #outcomesAt: OutcomesAt
  #searching: number
  #questions: Question[] = []

  constructor(searching: number, outcomesAt: OutcomesAt) {
    this.#searching = searching
    this.#outcomesAt = outcomesAt
  }

  ask(points: readonly number[]): Promise<readonly PointOutcome[]> {
    const answered = new Promise<readonly PointOutcome[]>((answer, fail) => {
      this.#questions.push({ points, answer, fail })
    })
    this.#askIfAllWait()
    return answered
  }

  /** A search has come to its end. */
  leave(): void {
    this.#searching -= 1
    this.#askIfAllWait()
  }

  #askIfAllWait(): void {
    if (this.#questions.length < this.#searching || this.#questions.length === 0) return
    const questions = this.#questions
    this.#questions = []
    this.#outcomesAt(questions.flatMap(({ points }) => points)).then(
      (outcomes) => {
        let from = 0
        for (const { points, answer } of questions) {
          answer(outcomes.slice(from, from + points.length))
          from += points.length
        }
      },
      (error: unknown) => {
        for (const { fail } of questions) fail(error)
      },
    )
  }
}
