// One file of test vectors and how the product answers its cases.

export interface VectorCase {
  readonly id: string
}

/** `skipped`: what the case asks for is not modelled, and the reason says so. */
export type Verdict =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'skipped'; readonly why: string }

export const PASSED: Verdict = { kind: 'passed' }

export function failed(why: string): Verdict {
  return { kind: 'failed', why }
}

export interface VectorSuite {
  /** Name of the file in the folder of vectors. */
  readonly file: string
  /** Cases come from outside: what they hold is checked before it is used. */
  run(vector: VectorCase & Readonly<Record<string, unknown>>): Verdict
}

/** Compares by value; the order of keys does not matter. */
export function compared(actual: unknown, expected: unknown, what: string): Verdict {
  const [got, wanted] = [spelled(actual), spelled(expected)]
  return got === wanted ? PASSED : failed(`${what}: expected ${wanted}, got ${got}`)
}

function spelled(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
