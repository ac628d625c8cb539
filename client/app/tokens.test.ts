// What the colours promise: text can be read on every surface, and whoever sees fewer colours can still
// tell the types of events apart.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Rgb = readonly [number, number, number]
type Matrix = readonly [Rgb, Rgb, Rgb]

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8')
const themes = ['dark', 'light'] as const

const TEXTS = ['t1', 't2', 't3', 'accent', 'ok', 'warn', 'err']
const SURFACES = ['bg-canvas', 'bg-panel', 'bg-raised', 'bg-hover', 'bg-inset']
const EVENTS = ['e1', 'e2', 'e3', 'e4', 'e5']

describe.each(themes)('the colours of the %s theme', (theme) => {
  const colour = coloursOf(theme)

  it('let every text be read on every surface (WCAG 2.2, 1.4.3)', () => {
    for (const text of TEXTS)
      for (const surface of SURFACES)
        expect(contrast(colour(text), colour(surface)), `${text} on ${surface}`).toBeGreaterThan(
          4.5,
        )
    for (const [text, surface] of [
      ['accent-on', 'accent-fill'],
      ['on-err', 'err'],
    ] as const)
      expect(contrast(colour(text), colour(surface)), `${text} on ${surface}`).toBeGreaterThan(4.5)
  })

  it('let marks and edges be seen on the canvas (WCAG 2.2, 1.4.11)', () => {
    for (const mark of [...EVENTS, 'edge', 'edge-hi', 'ok', 'warn', 'err'])
      expect(contrast(colour(mark), colour('bg-canvas')), mark).toBeGreaterThan(3)
  })

  it.each(Object.keys(DEFICIENCIES))('keep types of events apart under %s', (name) => {
    const seen = EVENTS.map((event) => labOf(simulated(colour(event), DEFICIENCIES[name])))
    const distances = seen.flatMap((lab, index) =>
      seen.slice(index + 1).map((other) => Math.hypot(...lab.map((v, i) => v - (other[i] ?? 0)))),
    )
    // The difference that is just seen is 2.3; shapes tell types apart besides.
    expect(Math.min(...distances)).toBeGreaterThan(15)
  })
})

/** Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model …", severity 1.0. */
const DEFICIENCIES: Readonly<Record<string, Matrix>> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

function coloursOf(theme: string): (token: string) => Rgb {
  const block = css.split(`[data-theme="${theme}"] {`)[1]?.split('}')[0] ?? ''
  return (token) => {
    const hex = new RegExp(`--${token}: #([0-9a-f]{6});`).exec(block)?.[1]
    if (hex === undefined) throw new Error(`The ${theme} theme has no colour ${token}.`)
    const part = (at: number) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    return [part(0), part(2), part(4)]
  }
}

/** Of sRGB, from 0 to 1. */
function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function simulated(colour: Rgb, matrix: Matrix | undefined): Rgb {
  if (matrix === undefined) return colour
  const [red, green, blue] = product(matrix, colour)
  return [clamped(red), clamped(green), clamped(blue)]
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value))
}

function product([first, second, third]: Matrix, colour: Rgb): Rgb {
  const dot = ([a, b, c]: Rgb) => a * colour[0] + b * colour[1] + c * colour[2]
  return [dot(first), dot(second), dot(third)]
}

/** CIELAB under D65, from linear sRGB. */
function labOf(colour: Rgb): readonly number[] {
  const [x, y, z] = product(
    [
      [0.4124, 0.3576, 0.1805],
      [0.2126, 0.7152, 0.0722],
      [0.0193, 0.1192, 0.9505],
    ],
    colour,
  )
  const root = (value: number) =>
    value > 216 / 24_389 ? Math.cbrt(value) : ((24_389 / 27) * value + 16) / 116
  const [fx, fy, fz] = [root(x / 0.95047), root(y), root(z / 1.08883)]
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)]
}
