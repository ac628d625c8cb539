// The smallest value that meets a limit, among values in ascending order: the ends first, then halves.
// It takes for granted that the answer changes once at most, and looks at the neighbours of the change
// to see whether that was right.

/** Whether the limit is met at each of these places. */
type Ask = (places: readonly number[]) => Promise<readonly boolean[]>

type Boundary =
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  /** `from`: the first place after the change. `meets`: whether the limit is met from there on, or before. */
  | { readonly kind: 'change'; readonly from: number; readonly meetsAfter: boolean }

export interface Bisection {
  readonly boundary: Boundary
  /** False where a neighbour contradicts it: the answer changes more than once. */
  readonly isMonotone: boolean
}

export async function bisect(count: number, ask: Ask): Promise<Bisection> {
  const last = count - 1
  const [atFirst = false, atLast = false] = await ask([0, last])
  if (atFirst === atLast) {
    const neighbours = count > 2 ? await ask([atFirst ? 1 : last - 1]) : []
    const isMonotone = neighbours.every((met) => met === atFirst)
    return { boundary: { kind: atFirst ? 'always' : 'never' }, isMonotone }
  }
  let before = 0
  let from = last
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2)
    const [met = false] = await ask([middle])
    if (met === atFirst) before = middle
    else from = middle
  }
  const neighbours = [before - 1, from + 1].filter((place) => place >= 0 && place <= last)
  const met = await ask(neighbours)
  const isMonotone = neighbours.every(
    (place, index) => met[index] === (place < from ? atFirst : atLast),
  )
  return { boundary: { kind: 'change', from, meetsAfter: atLast }, isMonotone }
}
