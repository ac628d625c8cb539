import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOBODY, RabbitLine } from './rabbitLine.ts'

type Act = (typeof ACTS)[number]

const ACTS = ['push', 'remove', 'shift', 'turn'] as const
const CONSUMERS = 6
const PRIORITIES = 3

describe('RabbitLine', () => {
  it('gives turns among equals, and the higher priorities first, whoever comes and goes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ act: fc.constantFrom(...ACTS), number: fc.nat(CONSUMERS - 1) }), {
          maxLength: 100,
          size: 'max',
        }),
        (steps) => {
          const line = new RabbitLine()
          let expected: readonly number[] = []

          for (const { act, number } of steps) {
            if (!isPossible(act, number, expected)) continue
            carryOut(act, number, line)
            expected = after(act, number, expected)
            expect(line.first).toBe(expected[0] ?? NOBODY)
          }

          expect(allOf(line)).toEqual(expected)
        },
      ),
      { seed: 20_261_121, numRuns: 300 },
    )
  })

  it('goes on after it was saved', () => {
    const line = new RabbitLine()
    line.push(4, 0)
    line.push(2, 7)
    line.push(0, 0)
    line.push(3, 7)

    const restored = new RabbitLine()
    restored.restore(line.save())

    expect(allOf(restored)).toEqual([2, 3, 4, 0])
  })
})

function priorityOf(number: number): number {
  return number % PRIORITIES
}

function isPossible(act: Act, number: number, waiting: readonly number[]): boolean {
  return act === 'push' ? !waiting.includes(number) : waiting.length > 0
}

function carryOut(act: Act, number: number, line: RabbitLine): void {
  if (act === 'push') line.push(number, priorityOf(number))
  else if (act === 'remove') line.remove(number)
  else line[act]()
}

function after(act: Act, number: number, waiting: readonly number[]): readonly number[] {
  switch (act) {
    case 'push':
      return withLast(waiting, number)
    case 'remove':
      return waiting.filter((other) => other !== number)
    case 'shift':
      return waiting.slice(1)
    case 'turn':
      return withLast(waiting.slice(1), waiting[0] as number)
  }
}

/** Behind all whose priority is not lower. */
function withLast(waiting: readonly number[], last: number): readonly number[] {
  return [...waiting, last].toSorted((a, b) => priorityOf(b) - priorityOf(a))
}

/** Empties the line. */
function allOf(line: RabbitLine): number[] {
  const numbers: number[] = []
  for (; line.first !== NOBODY; line.shift()) numbers.push(line.first)
  return numbers
}
