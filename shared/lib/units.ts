// How people read and type durations, rates and counts. `format…` rounds to three digits, for live
// figures; `exact…` never rounds, for fields that are typed into.

/** In milliseconds, largest first. */
const UNITS = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1000 },
  { name: 'ms', ms: 1 },
  { name: 'µs', ms: 0.001 },
  { name: 'ns', ms: 0.000_001 },
] as const

type UnitName = (typeof UNITS)[number]['name']

const UNIT_NAMED: ReadonlyMap<string, UnitName> = new Map<string, UnitName>([
  ...UNITS.map(({ name }) => [name, name] as const),
  ...(['days', 'day'] as const).map((word) => [word, 'd'] as const),
  ...(['hours', 'hour'] as const).map((word) => [word, 'h'] as const),
  ...(['minutes', 'minute', 'm'] as const).map((word) => [word, 'min'] as const),
  ...(['seconds', 'second', 'sec'] as const).map((word) => [word, 's'] as const),
  // The Greek letter, where the unit above has the micro sign.
  ...(['us', 'μs'] as const).map((word) => [word, 'µs'] as const),
])

/** Rates are typed per one of these, in seconds. */
const PERIODS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 }

const SCALES = [
  { name: 'M', factor: 1_000_000 },
  { name: 'k', factor: 1000 },
] as const

/** What stands where there is no figure. */
const NONE = '–'

/** `350 µs`, `250 ms`, `1.84 s`, `1 min 15 s`, `2 h`, `7 d`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return NONE
  const rounded = ms < 60_000 ? threeDigits(ms) : Math.round(ms / 1000) * 1000
  const unit = UNITS.find((candidate) => rounded >= candidate.ms) ?? UNITS[4]
  if (unit.ms < 60_000) return `${plain(threeDigits(rounded / unit.ms))} ${unit.name}`
  return inTwoUnits(rounded, unit)
}

/** The largest unit that says it with one decimal at most: `1.5 s`, but `1250 ms`. */
export function exactDuration(ms: number): string {
  if (!Number.isFinite(ms)) return NONE
  const unit = UNITS.find((candidate) => isShort(ms / candidate.ms)) ?? UNITS[4]
  return `${plain(wholeNs(ms) / unit.ms)} ${unit.name}`
}

/** Milliseconds; null when the text is no duration. A number without a unit counts milliseconds. */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim().toLowerCase()
  const alone = numberIn(trimmed)
  if (alone !== null) return alone
  if (!/^(?:[\d.,]+\s*[a-zµμ]+\s*){1,7}$/.test(trimmed)) return null
  let sumMs = 0
  for (const [, amount = '', word = ''] of trimmed.matchAll(/([\d.,]+)\s*([a-zµμ]+)/g)) {
    const unit = UNITS.find(({ name }) => name === UNIT_NAMED.get(word))
    const count = numberIn(amount)
    if (!unit || count === null) return null
    sumMs += count * unit.ms
  }
  return wholeNs(sumMs)
}

/** `0.5/s`, `50/s`, `1.24k/s`. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return NONE
  const rounded = threeDigits(perSecond)
  const scale = SCALES.find(({ factor }) => rounded >= factor)
  return scale
    ? `${plain(threeDigits(rounded / scale.factor))}${scale.name}/s`
    : `${plain(rounded)}/s`
}

/** `1.2k/s`, but `1234.5/s`. */
export function exactRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return NONE
  const scale = SCALES.find(({ factor }) => isShort(perSecond / factor))
  return scale ? `${plain(perSecond / scale.factor)}${scale.name}/s` : `${plain(perSecond)}/s`
}

/** Events per second; null when the text is no rate. `50`, `50/s`, `1.2k/s` and `3000/min` are. */
export function parseRate(text: string): number | null {
  const match = /^([\d.,]+)\s*([km]?)\s*(?:\/\s*([a-z]+))?$/i.exec(text.trim())
  if (!match) return null
  const [, amount = '', scaleName = '', period = 's'] = match
  const count = numberIn(amount)
  const unit = UNIT_NAMED.get(period.toLowerCase())
  const seconds = unit && Object.hasOwn(PERIODS, unit) ? PERIODS[unit] : undefined
  if (count === null || seconds === undefined) return null
  const scale = SCALES.find(({ name }) => name.toLowerCase() === scaleName.toLowerCase())
  return (count * (scale?.factor ?? 1)) / seconds
}

/** `4,810`; from a million on `1.24M`. */
export function formatCount(count: number): string {
  if (!Number.isFinite(count)) return NONE
  if (Math.abs(count) >= 1_000_000) return `${plain(threeDigits(count / 1_000_000))}M`
  return plain(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Largest first. */
const BYTE_UNITS = [
  { name: 'GiB', bytes: 1_073_741_824 },
  { name: 'MiB', bytes: 1_048_576 },
  { name: 'KiB', bytes: 1024 },
  { name: 'B', bytes: 1 },
] as const

/** `1 GiB`, `1.5 KiB`, but `16385 B`: never rounded. */
export function exactBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return NONE
  const unit = BYTE_UNITS.find((candidate) => isShort(bytes / candidate.bytes)) ?? BYTE_UNITS[3]
  return `${plain(bytes / unit.bytes)} ${unit.name}`
}

/** Whole bytes; null when the text is no size. `16384`, `16 KiB`, `16k` and `1 GB` (of 1024) are. */
export function parseBytes(text: string): number | null {
  const match = /^([\d.,]+)\s*([kmg]?)(?:i?b)?$/i.exec(text.trim())
  if (!match) return null
  const count = numberIn(match[1] ?? '')
  const unit = BYTE_UNITS.find(({ name }) => name[0] === (match[2] || 'B').toUpperCase())
  if (count === null || !unit) return null
  return Math.round(count * unit.bytes)
}

/** Virtual time since the start of the run: `00:04:12.380`. */
export function formatClock(ns: number): string {
  const ms = Math.floor(ns / 1_000_000)
  const padded = (value: number, digits = 2) => String(value).padStart(digits, '0')
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor(ms / 60_000) % 60
  const seconds = Math.floor(ms / 1000) % 60
  return `${padded(hours)}:${padded(minutes)}:${padded(seconds)}.${padded(ms % 1000, 3)}`
}

/** From a minute on, decimals read badly: `1 min 15 s` instead of `1.25 min`. */
function inTwoUnits(ms: number, unit: (typeof UNITS)[number]): string {
  const next = UNITS[UNITS.indexOf(unit) + 1] ?? unit
  const inNext = Math.round(ms / next.ms)
  const perUnit = unit.ms / next.ms
  const whole = Math.floor(inNext / perUnit)
  const rest = inNext % perUnit
  return rest === 0 ? `${whole} ${unit.name}` : `${whole} ${unit.name} ${rest} ${next.name}`
}

function threeDigits(value: number): number {
  return Number(value.toPrecision(3))
}

function wholeNs(ms: number): number {
  return Math.round(ms * 1_000_000) / 1_000_000
}

/** At least 1, and said with one decimal at most. */
function isShort(value: number): boolean {
  return value >= 1 && Math.abs(value * 10 - Math.round(value * 10)) < 1e-9
}

/** Without an exponent, and without the dust of a division. */
function plain(value: number): string {
  const text = String(Number(value.toPrecision(15)))
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text
}

/** A decimal number; commas part thousands only. */
function numberIn(text: string): number | null {
  if (!/^(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?$/.test(text) || !/\d/.test(text)) return null
  return Number(text.replaceAll(',', ''))
}
