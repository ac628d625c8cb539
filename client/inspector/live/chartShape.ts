// The shape of a small chart over the last minute: a logarithmic axis for times, a linear one for
// everything else, and a path for each line.

export interface ChartLine {
  readonly times: Float64Array
  readonly values: Float64Array
}

export interface ChartFrame {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export interface ChartShape {
  /** Height and value of each line across. */
  readonly marks: readonly { readonly y: number; readonly value: number }[]
  /** The `d` of each line, in the order given. */
  readonly paths: readonly string[]
}

interface Axis {
  readonly marks: readonly number[]
  /** 0 at the bottom, 1 at the top. */
  readonly place: (value: number) => number
}

export function chartShape(
  lines: readonly ChartLine[],
  frame: ChartFrame,
  scale: 'log' | 'linear',
): ChartShape {
  const values = lines.flatMap(({ values }) => [...values]).filter((v) => Number.isFinite(v))
  const axis = scale === 'log' ? logAxis(values) : linearAxis(values)
  const y = (value: number) => frame.bottom - axis.place(value) * (frame.bottom - frame.top)
  const last = Math.max(0, ...lines.map(({ times }) => times.at(-1) ?? 0))
  const first = Math.min(last - 1, ...lines.map(({ times }) => times[0] ?? last))
  const x = (time: number) =>
    frame.left + ((time - first) / (last - first)) * (frame.right - frame.left)
  return {
    marks: axis.marks.map((value) => ({ y: y(value), value })),
    paths: lines.map((line) => pathOf(line, x, y)),
  }
}

/** Whole powers of ten around what there is; one decade at least. */
function logAxis(values: readonly number[]): Axis {
  const positive = values.filter((value) => value > 0)
  const low = positive.length === 0 ? 0 : Math.floor(Math.log10(Math.min(...positive)))
  const high = positive.length === 0 ? 2 : Math.ceil(Math.log10(Math.max(...positive)) + 1e-9)
  const top = Math.max(high, low + 1)
  const marks = Array.from({ length: top - low + 1 }, (_, index) => 10 ** (low + index))
  const place = (value: number) =>
    value <= 0 ? 0 : Math.min(1, Math.max(0, (Math.log10(value) - low) / (top - low)))
  return { marks, place }
}

/** From zero to a round number above the highest value. */
function linearAxis(values: readonly number[]): Axis {
  const highest = Math.max(1, ...values)
  const unit = 10 ** Math.floor(Math.log10(highest))
  const top =
    [1, 2, 5, 10].map((factor) => factor * unit).find((round) => round >= highest) ?? highest
  return { marks: [0, top / 2, top], place: (value) => Math.min(1, Math.max(0, value / top)) }
}

function pathOf(
  { times, values }: ChartLine,
  x: (time: number) => number,
  y: (value: number) => number,
): string {
  let path = ''
  let pen = 'M'
  for (const [index, value] of values.entries()) {
    // Where nothing was known, the line is broken.
    if (!Number.isFinite(value)) {
      pen = 'M'
      continue
    }
    path += `${pen}${x(times[index] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`
    pen = 'L'
  }
  return path
}
