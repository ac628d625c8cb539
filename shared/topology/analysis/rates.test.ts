import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { componentsOf } from './components.ts'
import { iterated } from './iteration.ts'
import { ratesOf } from './rates.ts'
import { type Loop, reduced } from './reduction.ts'
import type { Vertex } from './traffic.ts'

describe('ratesOf', () => {
  it('solves the traffic equations, whatever the loops', () => {
    fc.assert(
      fc.property(anyTraffic(0.9), (vertices) => {
        const { perSecond, amplifying } = ratesOf(vertices)

        fc.pre(amplifying.length === 0)
        perSecond.forEach((rate, index) => {
          const inflow = vertices[index]?.inflow ?? 0
          const wanted = inflow + arriving(vertices, perSecond, index)
          expect(Math.abs(rate - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, wanted))
        })
      }),
    )
  })

  it('finds traffic that grows exactly where powers of the matrix grow', () => {
    fc.assert(
      fc.property(anyTraffic(1.5), (vertices) => {
        const growth = growthOf(vertices)
        // Near 1 the powers need too long to tell.
        fc.pre(growth < 0.9 || growth > 1.1)

        expect(ratesOf(vertices).amplifying.length > 0).toBe(growth > 1)
      }),
    )
  })

  it('names the loop that amplifies, not the one beside it that leaks', () => {
    // 0 → 1 → 0 loses nine tenths a lap; 2 → 1 → 2 comes back as 1.8, and as 2 with laps of the other.
    const vertices = [
      vertex(1, [1, 1]),
      vertex(0, [0, 0.1], [2, 0.09]),
      vertex(0, [1, 20]),
      vertex(0),
    ]

    const { amplifying, perSecond } = ratesOf(vertices)

    expect(amplifying).toHaveLength(1)
    expect([...(amplifying[0]?.indices ?? [])].sort()).toEqual([1, 2])
    expect(amplifying[0]?.gain).toBeCloseTo(2)
    expect(perSecond).toEqual([Infinity, Infinity, Infinity, 0])
  })

  it('comes near the solution where a loop is too large to be solved', () => {
    fc.assert(
      fc.property(anyTraffic(0.7), (vertices) => {
        const inflowOf = (index: number) => vertices[index]?.inflow ?? 0
        for (const loop of loopsOf(vertices)) {
          const near = iterated(loop, 1, inflowOf)
          // Near 1 it takes more rounds than there are.
          if (Math.abs(near.gain - 1) < 0.03) continue
          const exact = reduced(loop, { start: [...loop.members][0] ?? 0, inflowOf })

          expect(near.rates === null).toBe(exact?.rates === null)
          for (const [index, rate] of exact?.rates ?? [])
            expect(near.rates?.get(index)).toBeCloseTo(rate, 6)
        }
      }),
    )
  })

  it('gives up solving at its bound', () => {
    const vertices = [vertex(1, [1, 0.5]), vertex(0, [0, 0.5])]
    const loop = { vertices, members: new Set([0, 1]) }

    expect(reduced(loop, { start: 0, inflowOf: () => 1, stepsMax: 1 })).toBeNull()
    expect(reduced(loop, { start: 0, inflowOf: () => 1, stepsMax: 2 })?.gain).toBe(0.25)
  })

  it('looks round the whole loop for what amplifies, not at the next step alone', () => {
    // 1 → 0 → 3 → 1 begins with a gain of 3 and ends as 0.15; 1 → 2 → 4 → 1 ends as 1.8.
    const vertices = [
      vertex(0, [3, 3]),
      vertex(1, [0, 0.5], [2, 0.5]),
      vertex(0, [4, 0.5]),
      vertex(0, [1, 0.1]),
      vertex(0, [1, 7.2]),
    ]

    const [cycle] = ratesOf(vertices).amplifying

    expect([...(cycle?.indices ?? [])].sort()).toEqual([1, 2, 4])
  })

  it('has nothing in a loop that nothing comes to, even if it would amplify', () => {
    const { amplifying, perSecond } = ratesOf([vertex(0, [1, 2]), vertex(0, [0, 1]), vertex(7)])

    expect(amplifying.map(({ gain }) => gain)).toEqual([2])
    expect(perSecond).toEqual([0, 0, 7])
  })

  it('follows a chain as long as a drawing can be', () => {
    const length = 20_000
    const vertices = Array.from({ length }, (_, index) =>
      index + 1 < length ? vertex(index === 0 ? 3 : 0, [index + 1, 1]) : vertex(0),
    )

    expect(ratesOf(vertices).perSecond.at(-1)).toBe(3)
  })
})

describe('componentsOf', () => {
  it('puts together what reaches each other, and what comes before first', () => {
    fc.assert(
      fc.property(anyTraffic(1), (vertices) => {
        const reaches = vertices.map((_, index) => reachedFrom(vertices, index))
        const components = componentsOf(vertices)
        const place = new Map(
          components.flatMap((members, n) => members.map((m) => [m, n] as const)),
        )

        expect(components.flat().sort((a, b) => a - b)).toEqual(vertices.map((_, index) => index))
        vertices.forEach((_, a) => {
          vertices.forEach((__, b) => {
            const mutual = a === b || (reaches[a]?.has(b) && reaches[b]?.has(a))
            expect(place.get(a) === place.get(b)).toBe(Boolean(mutual))
            if (reaches[a]?.has(b)) expect(place.get(a)).toBeLessThanOrEqual(place.get(b) ?? -1)
          })
        })
      }),
    )
  })
})

const COUNT = 6

function anyTraffic(gainMax: number): fc.Arbitrary<readonly Vertex[]> {
  const link = fc.tuple(
    fc.nat({ max: COUNT - 1 }),
    fc.double({ min: 0.01, max: gainMax, noNaN: true }),
  )
  const anyVertex = fc
    .tuple(fc.nat({ max: 100 }), fc.array(link, { maxLength: 3 }))
    .map(([inflow, links]) => vertex(inflow, ...links))
  return fc.array(anyVertex, { minLength: COUNT, maxLength: COUNT })
}

function vertex(
  inflow: number,
  ...links: readonly (readonly [to: number, gain: number])[]
): Vertex {
  const stream = { channelId: '', eventTypeId: '', routingKey: '', mixes: null, expiredIn: [] }
  return {
    stream,
    inflow,
    links: links.map(([to, gain]) => ({ to, gain, viaServiceId: null })),
    effects: [],
  }
}

function loopsOf(vertices: readonly Vertex[]): readonly Loop[] {
  return componentsOf(vertices)
    .filter(({ length }) => length > 1)
    .map((members) => ({ vertices, members: new Set(members) }))
}

function arriving(vertices: readonly Vertex[], amounts: readonly number[], to: number): number {
  return vertices.reduce(
    (sum, { links }, from) =>
      links
        .filter((link) => link.to === to)
        .reduce((inner, { gain }) => inner + gain * (amounts[from] ?? 0), sum),
    0,
  )
}

/** By how much everything together grows in a round, after many rounds. */
function growthOf(vertices: readonly Vertex[]): number {
  let amounts: readonly number[] = vertices.map(() => 1)
  let logarithm = 0
  const rounds = 600
  for (let round = 0; round < rounds; round += 1) {
    const next = vertices.map((_, to) => arriving(vertices, amounts, to))
    const sum = next.reduce((total, amount) => total + amount, 0)
    if (sum === 0) return 0
    logarithm += Math.log(sum / amounts.reduce((total, amount) => total + amount, 0))
    amounts = next.map((amount) => amount / sum)
  }
  return Math.exp(logarithm / rounds)
}

function reachedFrom(vertices: readonly Vertex[], start: number): ReadonlySet<number> {
  const reached = new Set<number>()
  const waiting = [start]
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop())
    for (const { to } of vertices[from]?.links ?? []) {
      if (reached.has(to)) continue
      reached.add(to)
      waiting.push(to)
    }
  return reached
}
