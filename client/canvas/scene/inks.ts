// The colours of a picture, from the design tokens of the theme on show. Pictures are opened by programs
// that know neither custom properties nor mixed colours, so both are worked out here.

export interface Ink {
  /** #rrggbb */
  readonly hex: string
  /** 0 to 1. */
  readonly alpha: number
}

const TOKENS = {
  canvas: '--bg-canvas',
  panel: '--bg-panel',
  raised: '--bg-raised',
  hover: '--bg-hover',
  line: '--line',
  lineStrong: '--line-strong',
  t1: '--t1',
  t2: '--t2',
  t3: '--t3',
  ok: '--ok',
  warn: '--warn',
  err: '--err',
  errSoft: '--err-soft',
  warnFill: '--warn-fill',
  edge: '--edge',
  edgeHi: '--edge-hi',
  frame: '--frame',
  frameLine: '--frame-line',
  e1: '--e1',
  e2: '--e2',
  e3: '--e3',
  e4: '--e4',
  e5: '--e5',
} as const

type Token = keyof typeof TOKENS

export interface Inks extends Readonly<Record<Token, Ink>> {
  /** Round a node at rest. */
  readonly outline: Ink
  readonly shadow: Ink
  /** How strongly small charts are filled, 0 to 1. */
  readonly chartFill: number
}

/** `read` gives the text of a custom property, such as "#6ea0ff24". */
export function inksOf(read: (property: string) => string): Inks {
  const tokens = Object.fromEntries(
    Object.entries(TOKENS).map(([name, property]) => [name, inkOf(read(property).trim())]),
  ) as Record<Token, Ink>
  const isDark = brightness(tokens.canvas) < 128
  return {
    ...tokens,
    outline: isDark ? tokens.lineStrong : inkOf('#d3dae5'),
    shadow: isDark ? { hex: '#000000', alpha: 0.32 } : { hex: '#101828', alpha: 0.06 },
    chartFill: isDark ? 0.16 : 0.12,
  }
}

/** Of an event type, 1 to 5. */
export function hueInk(inks: Inks, hue: number): Ink {
  const hues = [inks.e1, inks.e2, inks.e3, inks.e4, inks.e5]
  return hues[hue - 1] ?? inks.edgeHi
}

/** `part` (0 to 1) of the first over the second. */
export function mixed(over: Ink, under: Ink, part: number): Ink {
  const above = channels(over.hex)
  const below = channels(under.hex)
  const hex = above.map((value, index) =>
    Math.round(part * value + (1 - part) * (below[index] ?? 0)),
  )
  return { hex: `#${hex.map((value) => value.toString(16).padStart(2, '0')).join('')}`, alpha: 1 }
}

export function faded(ink: Ink, part: number): Ink {
  return { ...ink, alpha: ink.alpha * part }
}

/** `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`. Anything else is a mistake of ours: it becomes grey. */
export function inkOf(text: string): Ink {
  const digits = /^#([0-9a-f]{3,8})$/i.exec(text)?.[1]?.toLowerCase() ?? ''
  const long = digits.length <= 4 ? [...digits].map((digit) => digit + digit).join('') : digits
  if (long.length !== 6 && long.length !== 8) return { hex: '#808080', alpha: 1 }
  const alpha = long.length === 8 ? Number.parseInt(long.slice(6), 16) / 255 : 1
  return { hex: `#${long.slice(0, 6)}`, alpha: Math.round(alpha * 1000) / 1000 }
}

function channels(hex: string): readonly number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16))
}

function brightness({ hex }: Ink): number {
  const [red = 0, green = 0, blue = 0] = channels(hex)
  return 0.3 * red + 0.6 * green + 0.1 * blue
}
